package io.nadir.model;

import io.nadir.kernel.ElementwiseLoss;

/**
 * A convex, once differentiable loss ℓ(Y, X) = Σ ℓ(y_ij, x_ij) with infimum 0 over x.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one new class: the fused kernels
 * call {@link #gradientInPlace}, the certificates {@link #dualValue}.
 */
public interface Loss extends ElementwiseLoss {
    /** Name in reports, as the command line takes it. */
    String name();

    /** Smallest known L with |ℓ'(y, a) − ℓ'(y, b)| ≤ L·|a − b|. */
    double curvature();

    /**
     * Lower bound on −ℓ*(sG), the Fenchel dual value at the scaled gradient sG, G = ∇ℓ(Y, X).
     *
     * <p>The default follows from the convexity of ℓ*, with ℓ*(0) = −inf ℓ = 0 and Fenchel's
     * equality at G: −ℓ*(sG) ≥ s·(ℓ(Y, X) − ⟨G, X⟩).
     *
     * @param s between 0 and {@link #largestDualScale}
     * @param value ℓ(Y, X)
     * @param pairing −⟨G, X⟩
     */
    default double dualValue(double s, double value, double pairing) {
        return s * (value + pairing);
    }

    /**
     * The s ≥ 0 at which {@link #dualValue} is largest when nothing else limits it; 1 for the
     * default.
     */
    default double largestDualScale(double value, double pairing) {
        return value + pairing > 0 ? 1 : 0;
    }
}
