package io.nadir.model;

import io.nadir.kernel.ElementwiseLoss;

/**
 * A loss ℓ(Y, X) = Σ ℓ(y_ij, x_ij), convex and once differentiable in x, with infimum 0 over x.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one new class with the scalar
 * functions. The fused kernels call {@link #gradientInPlace}, or {@link #weightedGradientInPlace},
 * which by default call these for each entry: right, but several times slower than a loop of the
 * loss's own.
 */
public interface Loss extends ConvexLoss, ElementwiseLoss {
    /**
     * {@code loss} as one of entries.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static Loss ofEntries(ConvexLoss loss) {
        if (loss instanceof Loss elementwise) {
            return elementwise;
        }
        throw new IllegalArgumentException(
                "loss = " + loss.name() + ", allowed for such data are losses of single entries");
    }

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
     * The same for Σ weight·ℓ(y, x), the weight of y[k] being weights[k].
     *
     * @param weights 0 or more each
     */
    default double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double weight = weights[yOffset + i];
            double data = y[yOffset + i];
            double at = x[xOffset + i];
            sum += weight * value(data, at);
            x[xOffset + i] = weight * derivative(data, at);
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
}
