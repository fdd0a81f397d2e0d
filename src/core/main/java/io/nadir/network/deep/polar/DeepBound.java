package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.PathNorm;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Rectifier;
import io.nadir.network.twolayer.polar.ReluPolar;
import io.nadir.network.twolayer.polar.ReluProblem;
import io.nadir.network.twolayer.polar.ReluRequest;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Upper bounds of max { ⟨Z, φ(S; w)⟩ : θ(w) ≤ 1 } for deep networks from the bounds of their
 * layers, loose but in the last case. Every rounding error is included.
 *
 * <ul>
 *   <li>Σ_n ‖z_n‖·b(‖s_n‖) with the bound b of the layers for one sample; ‖·‖_∞ of both for the l1
 *       path norm.
 *   <li>c·‖S‖₂·‖Z‖₂ where all layers, at least two, are linear or rectifiers: ‖S·W¹‖_F ≤
 *       ‖S‖₂‖W¹‖_F, rectifiers and further layers keep or multiply that norm, and ‖Hᵀ·Z‖_F ≤
 *       ‖H‖_F‖Z‖₂.
 *   <li>The bound of {@link ReluPolar} for two linear layers with a rectifier in between: h hidden
 *       units of such a subnetwork with Σ‖w_j‖² ≤ 1 and Σ‖v_j‖² ≤ 1 have no larger value than the
 *       best one has alone, since Σ‖w_j‖‖v_j‖ ≤ 1. The same with slope 1, ‖ZᵀS‖₂, for any number of
 *       linear layers, whose product has no larger nuclear norm than 1.
 * </ul>
 */
final class DeepBound {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Subnetwork network;
    private final Regularizer theta;
    private final DeepConstraint constraint;
    private final Panel inputs;
    private final Runnable checkpoint;
    private final PanelProducts products = new PanelProducts();
    private final double[] sampleNorms;

    /**
     * Takes the problem.
     *
     * @param inputs S, N×d
     */
    DeepBound(
            Subnetwork network,
            Regularizer theta,
            DeepConstraint constraint,
            Panel inputs,
            Runnable checkpoint) {
        this.network = network;
        this.theta = theta;
        this.constraint = constraint;
        this.inputs = inputs;
        this.checkpoint = checkpoint;
        this.sampleNorms = norms(inputs);
    }

    /** The bound b of each sample. */
    double[] outputBounds() {
        double[] bounds = new double[sampleNorms.length];
        for (int n = 0; n < bounds.length; n++) {
            bounds[n] = Rounding.up(constraint.outputBound(sampleNorms[n]));
        }
        return bounds;
    }

    /** (Σ_n b²)^½, which bounds ‖φ(w)‖_F. */
    double outputNorm() {
        double sum = 0;
        for (double bound : outputBounds()) {
            sum += bound * bound;
        }
        return Rounding.up(Math.sqrt(sum) * (1 + Rounding.gamma(sampleNorms.length + 2.0)));
    }

    /**
     * The least of the bounds.
     *
     * @param dual Z, N×q
     */
    double upper(Panel dual) {
        double bound = bySamples(dual);
        if (!constraint.isEuclidean() || !hasOnly(false)) {
            return bound;
        }
        double gain = Rounding.up(constraint.outputBound(1));
        return Math.min(bound, Rounding.up(gain * norm(inputs) * norm(dual)));
    }

    /**
     * The polar of one hidden unit for Euclidean norms, where the subnetwork is worth no more; null
     * where it may be.
     *
     * @param dual Z, N×q
     */
    ReluPolar.@Nullable Result ofHiddenUnit(Panel dual, ReluRequest request) {
        double slope = hiddenSlope();
        return constraint.isBallProduct() && slope >= 0
                ? ReluPolar.bounds(new ReluProblem(inputs, dual, slope), request)
                : null;
    }

    /** That of the rectifier between two layers, 1 if all layers are linear, else −1. */
    private double hiddenSlope() {
        List<Layer> layers = network.layers();
        if (hasOnly(true)) {
            return 1;
        }
        return hasOnly(false) && layers.size() == 3 && layers.get(1) instanceof Rectifier between
                ? between.slope()
                : -1;
    }

    /** The first of these bounds, without a product of matrices. */
    double bySamples(Panel dual) {
        boolean largest = theta instanceof PathNorm path && path.order() == 1;
        double[] bounds = largest ? largestMagnitudes(inputs) : outputBounds();
        double[] sizes = largest ? largestMagnitudes(dual) : norms(dual);
        double sum = 0;
        for (int n = 0; n < bounds.length; n++) {
            sum += bounds[n] * sizes[n];
        }
        return Rounding.up(sum * (1 + Rounding.gamma(bounds.length + 2.0)));
    }

    /** Whether all layers are linear, or rectifiers if those count. */
    private boolean hasOnly(boolean linear) {
        List<Layer> layers = network.layers();
        return network.blocks() > 1
                && layers.stream()
                        .allMatch(l ->
                                l instanceof FullyConnected
                                        || (l instanceof Rectifier r
                                                && (!linear || r.slope() == 1)))
                && layers.getFirst() instanceof FullyConnected
                && layers.getLast() instanceof FullyConnected;
    }

    private double norm(Panel a) {
        return SpectralNorm.upper(a, products.scratch(), checkpoint);
    }

    private static double[] norms(Panel a) {
        double[] norms = new double[a.rows()];
        for (int i = 0, at = 0; i < norms.length; i++, at += a.stride()) {
            double square = KERNELS.dot(a.data(), at, a.data(), at, a.columns());
            double rounding = 1 + Rounding.gamma(a.columns() + 2.0);
            norms[i] = Rounding.up(Math.sqrt(square) * rounding);
        }
        return norms;
    }

    private static double[] largestMagnitudes(Panel a) {
        double[] largest = new double[a.rows()];
        for (int i = 0, at = 0; i < largest.length; i++, at += a.stride()) {
            largest[i] = KERNELS.maxAbs(a.data(), at, a.columns());
        }
        return largest;
    }
}
