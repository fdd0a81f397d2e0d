package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;

import org.jspecify.annotations.Nullable;

/**
 * Losses of single entries over runs of them, value and derivative fused, as {@link
 * ElementwiseLoss#gradientInPlace} wants them: x[k] ← weight·∂ℓ/∂x(y[k], x[k]), and Σ
 * weight·ℓ(y[k], x[k]) is returned. These are plain loops, the fallback without vectors and the
 * oracle of the tests; {@code kernel.simd} overrides them with vectors.
 *
 * <p>{@code weights} has the weight of a datum at the datum's index, 0 or more; null stands for
 * weights of 1. Stateless and thread-safe; allocates nothing. Arguments are not checked beyond the
 * bounds of arrays; a NaN gives NaN.
 */
public class LossKernels {
    /** Makes the kernels; they have no state. */
    public LossKernels() {}

    /** ℓ = ½(x − y)². */
    public double squared(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double d = x[xOffset + i] - y[yOffset + i];
            double g = weight(weights, yOffset + i) * d;
            sum += 0.5 * g * d;
            x[xOffset + i] = g;
        }
        return sum;
    }

    /**
     * The gradient under ℓ = ½(x − y)² and sums over it, for proofs: g[i] ← x[i] − y[i], correctly
     * rounded. Sums are in any order, with or without fused multiply-add.
     *
     * @param g receives the gradient from index 0; neither y nor x
     * @param sums gets Σ g², Σ g·y and Σ |g·y| added, and its fourth element is raised to max |g|
     */
    public void squaredSums(
            double[] y,
            int yOffset,
            double[] x,
            int xOffset,
            double[] g,
            int length,
            double[] sums) {
        squaredSums(y, yOffset, x, xOffset, g, 0, length, sums);
    }

    /** The same for elements from index {@code from} on. */
    protected static void squaredSums(
            double[] y,
            int yOffset,
            double[] x,
            int xOffset,
            double[] g,
            int from,
            int length,
            double[] sums) {
        double squares = 0;
        double inner = 0;
        double magnitude = 0;
        double largest = 0;
        for (int i = from; i < length; i++) {
            double d = x[xOffset + i] - y[yOffset + i];
            double product = d * y[yOffset + i];
            g[i] = d;
            squares += d * d;
            inner += product;
            magnitude += Math.abs(product);
            largest = Math.max(largest, Math.abs(d));
        }
        add(sums, squares, inner, magnitude, largest);
    }

    /** Adds what {@link #squaredSums} has found. */
    protected static void add(
            double[] sums, double squares, double inner, double magnitude, double largest) {
        sums[0] += squares;
        sums[1] += inner;
        sums[2] += magnitude;
        sums[3] = Math.max(sums[3], largest);
    }

    /** ℓ = ½d² for |d| ≤ δ and δ|d| − ½δ² beyond, d = x − y. */
    public double huber(
            double delta,
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double weight = weight(weights, yOffset + i);
            double d = x[xOffset + i] - y[yOffset + i];
            double g = Math.min(delta, Math.max(-delta, d));
            sum += weight * g * (d - 0.5 * g);
            x[xOffset + i] = weight * g;
        }
        return sum;
    }

    /** ℓ = ½·max(0, 1 − y·x)². */
    public double squaredHinge(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double label = y[yOffset + i];
            double missing = Math.max(0, 1 - label * x[xOffset + i]);
            double g = weight(weights, yOffset + i) * missing;
            sum += 0.5 * g * missing;
            x[xOffset + i] = -label * g;
        }
        return sum;
    }

    /**
     * ℓ = log(1 + exp(−y·x)), y = ±1. Value and derivative of an entry are within 4 units in the
     * last place, or 2^-1020 where that is more, of those at the y·x that is computed.
     */
    public double logistic(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double weight = weight(weights, yOffset + i);
            double label = y[yOffset + i];
            double margin = label * x[xOffset + i];
            double e = Math.exp(-Math.abs(margin));
            sum += weight * (Math.max(0, -margin) + Math.log1p(e));
            x[xOffset + i] = -label * weight * ((margin < 0 ? 1 : e) / (1 + e));
        }
        return sum;
    }

    private static double weight(double @Nullable [] weights, int at) {
        return weights == null ? 1 : weights[at];
    }
}
