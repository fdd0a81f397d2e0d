package io.nadir.model;

import io.nadir.kernel.ElementwiseLoss;

/**
 * A loss ℓ(Y, X) = Σ ℓ(y_ij, x_ij), convex and once differentiable in x, with infimum 0 over x.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one new class with the scalar
 * functions. The fused kernels call {@link #gradientInPlace}, which by default calls these for each
 * entry: right, but several times slower than a loop of the loss's own.
 */
public interface Loss extends ElementwiseLoss {
    /** Name in reports, as the command line takes it. */
    String name();

    /** Smallest known L with |ℓ'(y, a) − ℓ'(y, b)| ≤ L·|a − b|. */
    double curvature();

    /** ℓ(y, x) ≥ 0, accurate to a few units in the last place. */
    double value(double y, double x);

    /** ∂ℓ/∂x, accurate to a few units in the last place. */
    double derivative(double y, double x);

    /**
     * −ℓ*(y, g) = inf over x of ℓ(y, x) − g·x; −∞ where ℓ* is infinite. s·{@link #derivative} is in
     * the domain for 0 ≤ s ≤ 1, as computed.
     */
    double dualValue(double y, double g);

    @Override
    default double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double data = y[yOffset + i];
            double at = x[xOffset + i];
            sum += value(data, at);
            x[xOffset + i] = derivative(data, at);
        }
        return sum;
    }

    /**
     * Throws unless the loss is defined for these data, which are finite.
     *
     * @throws IllegalArgumentException naming an entry's value and what is allowed
     */
    default void requireDefined(double[] y, int offset, int length) {
        // Most losses are defined for all numbers.
    }

    /**
     * The same loss for data and X in units 2^e as large: ℓ'(2^−e·y, 2^−e·x) = 2^−2e·ℓ(y, x).
     *
     * @throws IllegalArgumentException if {@code exponent} is not 0 and there is no such loss
     */
    default Loss inUnits(int exponent) {
        if (exponent != 0) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data is about 2^"
                            + exponent
                            + ", allowed for the loss "
                            + name()
                            + " are 2^-100 to 2^100");
        }
        return this;
    }

    /**
     * Lower bound on −ℓ*(Y, sG), the Fenchel dual value at the scaled gradient sG, G = ∇ℓ(Y, X),
     * from sums that are known.
     *
     * <p>The default follows from the convexity of ℓ*, with ℓ*(0) = −inf ℓ = 0 and Fenchel's
     * equality at G: −ℓ*(sG) ≥ s·(ℓ(Y, X) − ⟨G, X⟩).
     *
     * @param s between 0 and {@link #largestDualScale}
     * @param value ℓ(Y, X)
     * @param pairing −⟨G, X⟩
     */
    default double dualBound(double s, double value, double pairing) {
        return s * (value + pairing);
    }

    /**
     * The s ≥ 0 at which {@link #dualBound} is largest when nothing else limits it; 1 for the
     * default.
     */
    default double largestDualScale(double value, double pairing) {
        return value + pairing > 0 ? 1 : 0;
    }

    /** Whether {@link #dualBound} is the dual value itself, so that no pass can improve it. */
    default boolean isDualBoundExact() {
        return false;
    }
}
