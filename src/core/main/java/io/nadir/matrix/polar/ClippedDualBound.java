package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;

import java.util.Objects;

/**
 * A lower bound on f* from the gradient with its singular values above λ lowered to λ, A = G − Σ
 * (σ_i − λ)·u_i·v_iᵀ. For the weights 1, A is the matrix of norm at most λ that is closest to G,
 * and so the best dual point. To divide G by σ_max/λ instead costs (σ_max/λ − 1)·λ‖X‖_*; this costs
 * something of second order, ½ Σ (g − a)²/w, because the singular vectors above λ are orthogonal to
 * X near a first-order point. Where many singular values crowd just above λ, f is mostly close to
 * f* long before the last of them is below λ.
 *
 * <p>Every rounding error is included: A is any matrix, its norm is bounded by {@link
 * CholeskyBound}, and its dual value is that of a {@link io.nadir.matrix.map.ShiftedDual}. So
 * neither eigenvectors nor products of G with them need be accurate.
 */
public final class ClippedDualBound {
    /** Side up to which all singular values of G are computed. */
    public static final int LARGEST = 2048;

    /** Shares of the gap that may be lost because ‖A‖ is known from above only. */
    private static final double[] AIMS = {0.05, 0.5, 5};

    private final Gradient gradient;
    private final PointValue point;

    /** Eigenvectors of the Gram matrix of G with values above λ². */
    private Panel units = Panel.zeros(0, 0);

    /**
     * Takes a point.
     *
     * @param gradient G there
     */
    public ClippedDualBound(Gradient gradient, PointValue point) {
        this.gradient = Objects.requireNonNull(gradient, "gradient");
        this.point = Objects.requireNonNull(point, "point");
    }

    /** The gradient G at a point, in one heap or in several. */
    public interface Gradient {
        /** Returns the lower triangle of GᵀG or of GGᵀ, with anything above the diagonal. */
        Panel gram();

        /**
         * Composes A = G·(I + Σ shares_i·q_iq_iᵀ), or (I + Σ shares_i·q_iq_iᵀ)·G for GGᵀ, from any
         * vectors q and shares.
         *
         * @param gram what {@link #gram} has returned; its memory may be used
         */
        Clipped clip(Panel units, double[] shares, Panel gram);

        /** What a Gram matrix is factored with. */
        PanelProducts products();

        /** Throws if the work is to end. */
        void checkCancelled();
    }

    /**
     * A dual point A.
     *
     * @param gap of the point, from bounds of ‖A‖₂
     * @param gram the lower triangle of its Gram matrix, as computed
     * @param gramError bound of the error of that, in the spectral norm, up to its own rounding
     */
    public record Clipped(ProvedGap gap, Panel gram, double gramError) {
        /** Rejects null. */
        public Clipped {
            Objects.requireNonNull(gap, "gap");
            Objects.requireNonNull(gram, "gram");
        }
    }

    /**
     * About what clipping costs at least if entries have weights of the usual size: the largest
     * singular value alone.
     */
    public static double leastCost(Objective<?> objective, double polar) {
        Objects.requireNonNull(objective, "objective");

        double above = objective.lambda() * Math.max(0, polar - 1);
        return 0.5 * above * above / (objective.map().curvature() * objective.map().density());
    }

    /**
     * Bounds the gap; the result is more than the target if that cannot be reached, and tells what
     * is known all the same.
     */
    public Proof bound(double target) {
        double lambda = point.lambda();
        Panel gram = gradient.gram();
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(gram, gradient::checkCancelled);
        int count = 0;
        while (count < gram.rows() && eigen.values()[count] > lambda * lambda) {
            count++;
        }
        units = Panels.leadingColumns(eigen.vectors(), count);
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = lambda / Math.sqrt(eigen.values()[i]) - 1;
        }
        return bound(gradient.clip(units, shares, gram), target);
    }

    private Proof bound(Clipped clipped, double target) {
        double lambda = point.lambda();
        CholeskyBound cholesky =
                CholeskyBound.withError(
                        clipped.gram(),
                        clipped.gramError(),
                        gradient.products(),
                        gradient::checkCancelled);
        ProvedGap gaps = clipped.gap();
        double gap = Double.POSITIVE_INFINITY;
        double norm = Double.POSITIVE_INFINITY;
        for (double aim : AIMS) {
            if (norm == Double.POSITIVE_INFINITY) {
                double loss = aim * target / (lambda * point.theta());
                norm =
                        cholesky.attempt(
                                point.theta() > 0
                                        ? lambda * (1 + loss)
                                        : gaps.largestPolar(Math.min(1, aim) * target));
            }
        }
        if (norm < Double.POSITIVE_INFINITY) {
            gap = gaps.gapAt(norm);
        }
        double upper = Rounding.up((norm + gaps.formingError()) / lambda);
        return new Proof(upper, gaps.objective(), gap, cholesky.factorizations());
    }

    /**
     * Returns the eigenvectors, orthonormal, that {@link #bound} has clipped, those of the largest
     * values first; at most {@code most}.
     */
    public Panel clippedUnits(int most) {
        return Panels.leadingColumns(units, Math.min(units.columns(), most));
    }
}
