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
import io.nadir.network.twolayer.polar.ReluProblem;

import org.jspecify.annotations.Nullable;

/**
 * Upper bounds of max { ⟨Z, φ(S; w)⟩ : θ(w) ≤ 1 } for deep networks from the bounds of their
 * layers, loose all of them; {@link ChainBound} is better. Every rounding error is included.
 *
 * <ul>
 *   <li>Σ_n ‖z_n‖·b(‖s_n‖) with the bound b of the layers for one sample; ‖·‖_∞ of both for the l1
 *       path norm.
 *   <li>c·‖S‖₂·‖Z‖₂ where all layers, at least two, are linear or rectifiers: ‖S·W¹‖_F ≤
 *       ‖S‖₂‖W¹‖_F, rectifiers and further layers keep or multiply that norm, and ‖Hᵀ·Z‖_F ≤
 *       ‖H‖_F‖Z‖₂.
 *   <li>{@link LooseChainBound} for the same layers.
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
        if (!constraint.isEuclidean() || RectifierChain.of(network) == null) {
            return bound;
        }
        double gain = Rounding.up(constraint.outputBound(1));
        return Math.min(bound, Rounding.up(gain * norm(inputs) * norm(dual)));
    }

    /**
     * The rectifiers between fully connected layers, if Euclidean norms make hidden units of theirs
     * worth no more than one; null if not.
     */
    @Nullable RectifierChain chain() {
        return constraint.isBallProduct() ? RectifierChain.of(network) : null;
    }

    /** The two-layer network that a chain of single units is, whose slope is the product of all. */
    ReluProblem ofUnits(RectifierChain chain, Panel dual) {
        double slope = 1;
        for (double factor : chain.slopes()) {
            slope *= factor;
        }
        return new ReluProblem(inputs, dual, slope);
    }

    /**
     * The bound of {@link LooseChainBound} for two rectifiers or more.
     *
     * @param first an upper bound of max ‖Zᵀσ(S·w)‖ with the first rectifier
     */
    double ofChain(RectifierChain chain, Panel dual, double first) {
        double norms = Rounding.up(norm(inputs) * norm(dual));
        // Σ rp = ½(Σ rt + Σ r|t|), and σ(t) = s·t + (1 − s)·p for the first rectifier.
        double positive = norms;
        if (chain.slopes().getFirst() == 0) {
            positive = Math.min(norms, Rounding.up(0.5 * first + 0.5 * norms));
        }
        return LooseChainBound.upper(chain.slopes(), first, positive);
    }

    /** The two-layer network of the first rectifier. */
    ReluProblem ofFirst(RectifierChain chain, Panel dual) {
        return new ReluProblem(inputs, dual, chain.slopes().getFirst());
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
