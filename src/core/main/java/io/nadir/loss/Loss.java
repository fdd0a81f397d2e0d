package io.nadir.loss;

import io.nadir.array.ElementwiseLoss;

import java.util.Objects;

/**
 * A loss ℓ(Y, X) = Σ ℓ(y_ij, x_ij) that is a sum over entries. The function of one entry must be
 * convex and differentiable in x, with infimum 0 over x.
 *
 * <p>A new loss is one class with a few scalar functions: value, derivative, dual value and
 * curvature. For example the log-cosh loss log cosh(x − y):
 *
 * {@snippet file="embedder/LogCosh.java" region="loss"}
 *
 * <p>Implementations are immutable and thread-safe. The fused kernels call {@link #gradientInPlace}
 * and {@link #weightedGradientInPlace}, whose defaults call the scalar functions for each entry; a
 * loop of your own is several times faster. The contract is checked at some of the data when the
 * loss is first used, see {@link LossContract}.
 */
public interface Loss extends ConvexLoss, ElementwiseLoss {
    @Override
    default boolean isQuadratic() {
        return isSquared();
    }

    /**
     * Returns {@code loss} as a sum over entries.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static Loss ofEntries(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        if (loss instanceof Loss elementwise) {
            return elementwise;
        }
        throw new IllegalArgumentException(
                "loss = " + loss.name() + ", allowed for such data are losses of single entries");
    }

    /** Returns ℓ(y, x) ≥ 0, accurate to a few units in the last place. */
    double value(double y, double x);

    /**
     * Returns the outlier that a robust loss sees in y at this x; 0 unless {@link #hasSparsePart}.
     */
    default double sparsePart(double y, double x) {
        return 0;
    }

    /** Returns ∂ℓ/∂x, accurate to a few units in the last place. */
    double derivative(double y, double x);

    /**
     * Returns ∂²ℓ/∂x², between 0 and {@link #curvature}; at a kink of the derivative, its value on
     * either side. Newton's method uses it, so that it influences how fast a result is found but
     * not the result. The default is a difference quotient of {@link #derivative}.
     */
    default double secondDerivative(double y, double x) {
        double step = 1e-6 * Math.max(Math.abs(x), Math.abs(y));
        if (step == 0) {
            return curvature();
        }
        double slope = (derivative(y, x + step) - derivative(y, x - step)) / (2 * step);
        return Math.clamp(slope, 0, curvature());
    }

    /**
     * Returns whether ℓ(0, x) is a linear function of x where it is defined, so that a sparse
     * matrix of zeros and a few other entries has a loss that can be computed from these and sums
     * of the factors.
     */
    default boolean isLinearAtZero() {
        return false;
    }

    /**
     * Returns whether ∂ℓ/∂x is a concave function of x where it is defined, so that Newton's method
     * for a coordinate approaches the minimum from below without going beyond it.
     */
    default boolean hasConcaveDerivative() {
        return false;
    }

    /**
     * Returns −ℓ*(y, g) = inf over x of ℓ(y, x) − g·x, or −∞ if ℓ* is infinite. It must be finite
     * at g = s·{@link #derivative}, as computed, for 0 ≤ s ≤ 1.
     */
    double dualValue(double y, double g);

    /**
     * Returns the constant c of the rounding errors of these functions, on which proofs rely. For
     * float64 numbers y, x and g, with u = 2^−53, and with every bound increased by 2^−1022 for
     * results that underflow:
     *
     * <ul>
     *   <li>the error of {@link #value} is at most c·u·ℓ(y, x);
     *   <li>the error of {@link #derivative} is at most c·u·|∂ℓ/∂x|;
     *   <li>the error of {@link #dualValue} is at most c·u·(|ℓ*(y, g)| + 2|g·y|) if ℓ* is finite;
     *       if it is not, the result is −∞.
     * </ul>
     *
     * <p>The default, infinity, means that nothing is known; certificates of such a loss are never
     * PROVED.
     */
    default double errorConstant() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Returns whether ℓ(y, x) is known to be 0, the infimum, whatever {@link #value} may have
     * rounded. The default is false.
     */
    default boolean isExactlyZero(double y, double x) {
        return false;
    }

    /**
     * Returns the largest t such that −ℓ*(y, s·g) = −s·g·y − ½(s·g)² for all s from 0 to t and all
     * g that {@link #derivative} returns. The dual value then follows from sums that are already
     * known. The default, 0, means that the dual value does not have this form.
     */
    default double quadraticDualScale() {
        return 0;
    }

    /**
     * Returns the variance of ∂ℓ/∂x at x, if ℓ is a negative log-likelihood and y is drawn from the
     * distribution that belongs to x; NaN, the default, if ℓ is none or the variance does not
     * follow from x.
     */
    default double noiseVariance(double x) {
        return Double.NaN;
    }

    @Override
    default double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

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
     * Computes the same as {@link #gradientInPlace} for Σ weight·ℓ(y, x).
     *
     * @param weights the weight of y[yOffset + k] at the same index, not negative
     */
    default double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(x, "x");

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
     * @throws IllegalArgumentException naming the value of an entry and what is allowed
     */
    default void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        // Most losses are defined for all numbers.
    }
}
