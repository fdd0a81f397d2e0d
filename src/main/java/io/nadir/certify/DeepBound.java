package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.model.FullyConnected;
import io.nadir.model.Layer;
import io.nadir.model.PathNorm;
import io.nadir.model.Rectifier;
import io.nadir.model.Regularizer;
import io.nadir.model.Subnetwork;

import java.util.List;

/**
 * Upper bounds of max { ⟨Z, φ(S; w)⟩ : θ(w) ≤ 1 } for deep networks from the bounds of their layers:
 * loose ones, but for linear networks. Every rounding error is included.
 *
 * <ul>
 *   <li>Σ_n ‖z_n‖·b(‖s_n‖) with the bound b of the layers for one sample; ‖·‖_∞ of both for the l1
 *       path norm.
 *   <li>c·‖S‖₂·‖Z‖₂ where all layers, at least two, are linear or rectifiers: ‖S·W¹‖_F ≤ ‖S‖₂‖W¹‖_F, rectifiers
 *       and further layers keep or multiply that norm, and ‖Hᵀ·Z‖_F ≤ ‖H‖_F‖Z‖₂.
 *   <li>c·‖ZᵀS‖₂ where all are linear, which is exact.
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
        if (hasOnly(true)) {
            return Math.min(bound, Rounding.up(gain * linear(dual)));
        }
        return Math.min(bound, Rounding.up(gain * norm(inputs) * norm(dual)));
    }

    private double bySamples(Panel dual) {
        boolean largest = theta instanceof PathNorm path && path.order() == 1;
        double[] bounds = largest ? largestMagnitudes(inputs) : outputBounds();
        double[] sizes = largest ? largestMagnitudes(dual) : norms(dual);
        double sum = 0;
        for (int n = 0; n < bounds.length; n++) {
            sum += bounds[n] * sizes[n];
        }
        return Rounding.up(sum * (1 + Rounding.gamma(bounds.length + 2.0)));
    }

    /** ‖ZᵀS‖₂; the product is off by at most γ_N·|Z|ᵀ|S|. */
    private double linear(Panel dual) {
        Panel product = products.transposeMultiply(dual, inputs);
        double mass = SpectralNorm.frobenius(dual) * SpectralNorm.frobenius(inputs);
        double products = (double) dual.rows() * dual.columns() * inputs.columns();
        return norm(product)
                + Rounding.up(Rounding.gamma(dual.rows() + 1.0) * mass)
                + products * Double.MIN_NORMAL;
    }

    /** Whether all layers are linear, or rectifiers if those count. */
    private boolean hasOnly(boolean linear) {
        List<Layer> layers = network.layers();
        return network.blocks() > 1
                && layers.stream()
                .allMatch(
                        l ->
                                l instanceof FullyConnected
                                        || (l instanceof Rectifier r && (!linear || r.slope() == 1)))
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
