package io.nadir.loss;

import io.nadir.array.ElementwiseLoss;

import java.util.Objects;

/**
 * A loss ℓ(Y, X) = Σ ℓ(y_ij, x_ij), convex and once differentiable in x, with infimum 0 over x.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one new class with the scalar
 * functions. The fused kernels call {@link #gradientInPlace}, or {@link #weightedGradientInPlace},
 * which by default call these for each entry: right, but several times slower than a loop of the
 * loss's own.
 */
public interface Loss extends ConvexLoss, ElementwiseLoss {
    @Override
    default boolean isQuadratic() {
        return isSquared();
    }

    /**
     * {@code loss} as one of entries.
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

    /** ℓ(y, x) ≥ 0, accurate to a few units in the last place. */
    double value(double y, double x);

    /** The outlier that a robust loss sees in y for this x; 0 unless {@link #hasSparsePart}. */
    default double sparsePart(double y, double x) {
        return 0;
    }

    /** ∂ℓ/∂x, accurate to a few units in the last place. */
    double derivative(double y, double x);

    /**
     * ∂²ℓ/∂x², 0 or more and at most {@link #curvature}; where the derivative has a kink, what it
     * is on either side. Newton's method uses it, so it decides how fast a result is found, not
     * what is found. By default a difference quotient of {@link #derivative}.
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
     * −ℓ*(y, g) = inf over x of ℓ(y, x) − g·x; −∞ where ℓ* is infinite. s·{@link #derivative} is in
     * the domain for 0 ≤ s ≤ 1, as computed.
     */
    double dualValue(double y, double g);

    /**
     * The c of the rounding errors of these functions, which proofs rely on: at float64 numbers y,
     * x and g, with u = 2^−53 and every bound 2^−1022 larger for what underflows,
     *
     * <ul>
     *   <li>that of {@link #value} is at most c·u·ℓ(y, x);
     *   <li>that of {@link #derivative} at most c·u·|∂ℓ/∂x|;
     *   <li>that of {@link #dualValue} at most c·u·(|ℓ*(y, g)| + 2|g·y|), where ℓ* is finite; where
     *       it is not, the result is −∞.
     * </ul>
     *
     * <p>Infinite, the default, says that nothing is known: such a loss is never PROVED.
     */
    default double errorConstant() {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * The largest t with −ℓ*(y, s·g) = −s·g·y − ½(s·g)² for all s from 0 to t and all g that {@link
     * #derivative} returns: sums then give the dual value. 0, the default, if it is not of that
     * form.
     */
    default double quadraticDualScale() {
        return 0;
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
     * The same for Σ weight·ℓ(y, x), the weight of y[k] being weights[k].
     *
     * @param weights 0 or more each
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
     * @throws IllegalArgumentException naming an entry's value and what is allowed
     */
    default void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        // Most losses are defined for all numbers.
    }
}
