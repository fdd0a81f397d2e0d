package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.ShiftedDual;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PointValue;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;

import java.util.Arrays;
import java.util.List;

/**
 * A lower bound on f* from the gradient with its singular values above λ lowered to λ, A = G − Σ
 * (σ_i − λ)·u_i·v_iᵀ. For the weights 1, A is the matrix of norm at most λ that is closest to G,
 * and so the best dual point. To divide G by σ_max/λ instead costs (σ_max/λ − 1)·λ‖X‖_*; this costs
 * something of second order, ½ Σ (g − a)²/w, because the singular vectors above λ are orthogonal to
 * X near a first-order point. Where many singular values crowd just above λ, f is mostly close to
 * f* long before the last of them is below λ.
 *
 * <p>Every rounding error is included: A is any matrix, its norm is bounded by {@link
 * CholeskyBound}, and its dual value is {@link ShiftedDual}.
 */
final class ClippedDualBound {
    /** Passes over the data that the bound takes. */
    static final int PASSES = 3;

    /** Shorter side up to which all singular values of G are computed. */
    private static final int LARGEST = 2048;

    /** The most singular triplets that are appended at once. */
    private static final int MOST_WITNESSES = 512;

    /** Shares of the gap that may be lost because ‖A‖ is known from above only. */
    private static final double[] AIMS = {0.05, 0.5, 5};

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final Factors w;
    private final PointValue point;
    private final PanelProducts products = new PanelProducts();

    /** Right singular vectors of G with values above λ, the largest first, in any lengths. */
    private Panel right = Panel.zeros(0, 0);

    ClippedDualBound(Objective<MatrixMap> objective, Factors w, PointValue point) {
        this.objective = objective;
        this.map = objective.map();
        this.w = w;
        this.point = point;
    }

    /** Whether there is such a bound, and its cost is bearable. */
    static boolean applies(MatrixMap map) {
        return map.hasShiftedDual() && Math.min(map.rows(), map.columns()) <= LARGEST;
    }

    /**
     * About what clipping costs at least if entries have weights of the usual size: the largest
     * singular value alone.
     */
    static double leastCost(Objective<MatrixMap> objective, double polar) {
        double above = objective.lambda() * Math.max(0, polar - 1);
        MatrixMap map = objective.map();
        return 0.5 * above * above / (map.curvature() * map.density());
    }

    /**
     * Bounds the gap; the result is more than the target if that cannot be reached, and tells what
     * is known all the same.
     */
    Proof bound(double target) {
        double lambda = objective.lambda();
        boolean wide = map.rows() < map.columns();
        int side = Math.min(map.rows(), map.columns());
        Panel gram = Panel.zeros(side, side);
        map.shiftedDual(w, Panel.zeros(map.rows(), 0), Panel.zeros(map.columns(), 0), gram);
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(gram, map::checkCancelled);
        int count = 0;
        while (count < side && eigen.values()[count] > lambda * lambda) {
            count++;
        }
        Panel units = Panels.leadingColumns(eigen.vectors(), count);
        Panel images = images(units, wide);
        right = wide ? images : units;
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = lambda / Math.sqrt(eigen.values()[i]) - 1;
        }
        Panel change = Panels.copy(images);
        Panels.scaleColumns(change, shares);
        return bound(wide ? units : change, wide ? change : units, gram, target);
    }

    /** G·V, or Gᵀ·U. */
    private Panel images(Panel units, boolean wide) {
        Panel noLeft = Panel.zeros(map.rows(), 0);
        Panel noRight = Panel.zeros(map.columns(), 0);
        Panel out = Panel.zeros(wide ? map.columns() : map.rows(), units.columns());
        if (wide) {
            map.residual(w, noRight, units, noLeft, out);
        } else {
            map.residual(w, units, noLeft, out, noRight);
        }
        return out;
    }

    private Proof bound(Panel c, Panel q, Panel gram, double target) {
        double lambda = objective.lambda();
        ShiftedDual sums = map.shiftedDual(w, c, q, gram);
        double moved = Rounding.up(Panels.frobenius(c) * Panels.frobenius(q) * (1 + 1e-9));
        ProvedGap gaps =
                ProvedGap.of(objective, point, w, map.implicitSums(w, null)).of(sums, moved);
        CholeskyBound cholesky =
                new CholeskyBound(
                        gram,
                        sums.chain(),
                        sums.squareUp(),
                        map.threadedProducts(),
                        map::checkCancelled);
        double gap = Double.POSITIVE_INFINITY;
        double norm = Double.POSITIVE_INFINITY;
        for (double aim : AIMS) {
            if (norm == Double.POSITIVE_INFINITY) {
                double loss = aim * target / (lambda * point.theta());
                norm = cholesky.attempt(lambda * (1 + loss));
            }
        }
        if (norm < Double.POSITIVE_INFINITY) {
            gap = gaps.gapAt(norm);
        }
        double upper = Rounding.up((norm + gaps.formingError()) / lambda);
        return new Proof(upper, gaps.objective(), gap, cholesky.factorizations());
    }

    /** The singular triplets above λ outside the directions of X, from {@link #bound}. */
    Witnesses witnesses(Deflation settled) {
        Panel span = Panels.leadingColumns(right, Math.min(right.columns(), MOST_WITNESSES));
        products.removeComponents(settled.right(), span);
        Panel basis = products.orthonormalBasis(span);
        Panel left = images(basis, false);
        Kernels.get().scale(-1, left.data(), 0, left.data().length);
        products.removeComponents(settled.left(), left);
        SmallDense.Svd svd = SmallDense.svd(ThinQr.factor(left, products));
        int count = 0;
        double[] polar = svd.values().clone();
        for (int i = 0; i < polar.length; i++) {
            polar[i] /= objective.lambda();
            count += polar[i] > 1 ? 1 : 0;
        }
        return new Witnesses(
                List.of(
                        products.multiply(left, Panels.leadingColumns(svd.u(), count)),
                        products.multiply(basis, Panels.leadingColumns(svd.v(), count))),
                Arrays.copyOf(polar, count),
                1);
    }
}
