package io.nadir.network.deep.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.PathNorm;
import io.nadir.network.deep.Subnetwork;

import org.jspecify.annotations.Nullable;

/**
 * Upper bounds of max { ⟨Z, φ(S; w)⟩ : θ(w) ≤ 1 } for deep networks from the bounds of their
 * layers, loose all of them; {@link ChainPolar} has better ones. Every rounding error is included.
 *
 * <ul>
 *   <li>Σ_n ‖z_n‖·b(‖s_n‖) with the bound b of the layers for one sample; ‖·‖_∞ of both for the l1
 *       path norm.
 *   <li>c·‖S̃‖₂·‖Z‖₂, S̃ the windows of {@link FirstLayers}, where further layers are linear,
 *       rectifiers, pools or maxout, and the last one is fully connected: the first layers give
 *       numbers of norm ‖S̃·W¹‖_F ≤ ‖S̃‖₂‖W¹‖_F, further layers multiply that norm, and ‖Hᵀ·Z‖_F ≤
 *       ‖H‖_F‖Z‖₂.
 * </ul>
 */
final class DeepBound {
    /** Numbers of windows that are made, at most. */
    private static final double LARGEST = 1 << 24;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Subnetwork network;
    private final Regularizer theta;
    private final DeepConstraint constraint;
    private final Panel inputs;
    private final Runnable checkpoint;
    private final PanelProducts products = new PanelProducts();
    private final double[] sampleNorms;
    private final @Nullable FirstLayers first;
    private @Nullable Panel rows;

    /**
     * Takes the problem.
     *
     * @param inputs S, N×d
     */
    DeepBound(DeepMap map, Regularizer theta, DeepConstraint constraint, Panel inputs) {
        this.network = map.data().subnetwork();
        this.theta = theta;
        this.constraint = constraint;
        this.inputs = inputs;
        this.checkpoint = map::checkCancelled;
        this.sampleNorms = norms(inputs);
        FirstLayers layers = FirstLayers.of(network);
        this.first = layers == null || layers.size(inputs.rows()) > LARGEST ? null : layers;
    }

    /** The first layers; null if they are of other kinds, or have too many windows. */
    @Nullable FirstLayers first() {
        return first;
    }

    /** Whether θ(w) ≤ 1 makes channels and hidden units worth no more than the best one. */
    boolean isBallProduct(FirstLayers layers) {
        return constraint.isBallProduct(layers);
    }

    /** S̃. */
    Panel rows(FirstLayers layers) {
        Panel known = rows;
        if (known == null) {
            known = layers.rows(inputs);
            rows = known;
        }
        return known;
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
        FirstLayers layers = first;
        if (layers == null || !constraint.isEuclidean() || !layers.isFollowedByNorms()) {
            return bound;
        }
        double gain = Rounding.up(constraint.outputBound(1) / layers.gain());
        double norms = Rounding.up(gain * norm(rows(layers)) * norm(dual));
        return Math.min(bound, norms * (1 + Rounding.gamma(layers.roundings() + 4)));
    }

    /** What rounding of windows and pooled duals may add to a bound. */
    double rounding(FirstLayers layers, Panel dual) {
        double roundings = layers.roundings();
        return roundings == 0 ? 0 : Rounding.up(Rounding.gamma(roundings) * bySamples(dual));
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
