package io.nadir.loss;

import java.util.Objects;

/**
 * Checks the contract of a loss at a few points. Certificates rely on its convexity, its curvature
 * and its dual value, so a loss that violates its contract is refused with a message that names it.
 */
public final class LossContract {
    private static final int SAMPLES = 8;

    /**
     * The points at which the loss is evaluated: distances from the datum, in units of the largest
     * datum.
     */
    private static final double[] DISTANCES = {-1000, -10, -1, -0.1, 0, 0.1, 1, 10, 1000};

    /** With a smaller unit, squares of data underflow. */
    private static final double SMALLEST_UNIT = 1e-100;

    /** Tolerance relative to the terms of a comparison. */
    private static final double ROUNDING = 1e-9;

    private final Loss loss;
    private final double y;
    private final double unit;
    private final double curvature;

    /**
     * A large value of the loss; differences below {@link #ROUNDING} times it are rounding errors.
     */
    private final double scale;

    private LossContract(Loss loss, double y, double unit, double curvature) {
        this.loss = loss;
        this.y = y;
        this.unit = unit;
        this.curvature = curvature;
        this.scale = loss.value(y, output(1)) + loss.value(y, output(-1));
    }

    /** The point at a distance from the datum, or the nearest at which the loss is defined. */
    private double output(double distance) {
        double x = y + distance * unit;
        return loss.requiresNonNegativeOutputs() ? Math.max(0, x) : x;
    }

    /**
     * Checks a loss in the neighbourhood of some of the data.
     *
     * @param loss the loss
     * @param y the data
     * @param length the number of data in use, from the first
     * @throws IllegalArgumentException naming the loss, and where and how it violates its contract
     */
    public static void require(Loss loss, double[] y, int length) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(y, "y");

        double largest = 0;
        for (int at = 0; at < length; at++) {
            largest = Math.max(largest, Math.abs(y[at]));
        }
        require(loss, y, length, largest);
    }

    /**
     * Checks the same where the largest magnitude is known, without going through all data.
     *
     * @param largest at least the magnitude of each datum in use
     * @throws IllegalArgumentException as {@link #require(Loss, double[], int)}
     */
    public static void require(Loss loss, double[] y, int length, double largest) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(y, "y");

        double curvature = loss.curvature(largest);
        if (!(curvature > 0 && curvature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "loss = %s with curvature() = %s, allowed are finite numbers above 0"
                            .formatted(loss.name(), curvature));
        }
        if (!(loss.errorConstant() >= 0)) {
            throw new IllegalArgumentException(
                    "loss = %s with errorConstant() = %s, allowed are numbers from 0, and infinity"
                            .formatted(loss.name(), loss.errorConstant()));
        }
        double unit = largest < SMALLEST_UNIT ? 1 : largest;
        for (int k = 0; k < Math.min(SAMPLES, length); k++) {
            int at = (int) ((long) k * (length - 1) / Math.max(1, SAMPLES - 1));
            new LossContract(loss, y[at], unit, curvature).requireAll();
        }
    }

    private void requireAll() {
        for (double distance : DISTANCES) {
            requireDefined(output(distance));
        }
        for (double a : DISTANCES) {
            for (double b : DISTANCES) {
                requireTangentBelow(output(a), output(b));
                requireDualBelow(output(a), output(b));
            }
        }
    }

    private void requireDefined(double x) {
        double value = loss.value(y, x);
        if (!(value >= 0)) {
            throw refuse("value(%s, %s) = %s, allowed are numbers from 0", y, x, value);
        }
        double slope = loss.derivative(y, x);
        if (!Double.isFinite(slope)) {
            throw refuse("derivative(%s, %s) = %s, allowed are finite numbers", y, x, slope);
        }
        if (loss.isExactlyZero(y, x) && (value != 0 || slope != 0)) {
            throw refuse("isExactlyZero(%s, %s), but its value is %s", y, x, value);
        }
    }

    /** Checks that ℓ(b) lies between the tangent at a and the tangent plus ½L(b − a)². */
    private void requireTangentBelow(double a, double b) {
        double slope = loss.derivative(y, a);
        double left = loss.value(y, a);
        double right = loss.value(y, b);
        double rise = slope * (b - a);
        double rounding = ROUNDING * (scale + left + right + Math.abs(rise));
        double excess = right - left - rise;
        if (excess < -rounding) {
            throw refuse(
                    "not convex, or derivative is not its slope: at %s with y = %s it is less than"
                            + " the tangent from %s",
                    b, y, a);
        }
        if (excess > 0.5 * curvature * (b - a) * (b - a) * (1 + ROUNDING) + rounding) {
            throw refuse(
                    "curvature() = %s is too small, or derivative is not its slope: between %s and"
                            + " %s with y = "
                            + y,
                    curvature,
                    a,
                    b);
        }
    }

    /**
     * Checks that −ℓ*(y, ½ℓ'(a)) and −ℓ*(y, ℓ'(a)) are not above the function of b whose infimum
     * they are.
     */
    private void requireDualBelow(double a, double b) {
        for (double share = 0.5; share <= 1; share += 0.5) {
            double g = share * loss.derivative(y, a);
            double dual = loss.dualValue(y, g);
            double value = loss.value(y, b);
            double rounding = ROUNDING * (scale + value + Math.abs(g * b) + Math.abs(g * y));
            double quadratic = -g * (y + 0.5 * g);
            if (share <= loss.quadraticDualScale() && !(dual >= quadratic - rounding)) {
                throw refuse(
                        "quadraticDualScale() = %s, but dualValue(%s, %s) is less than −g·y − ½g²",
                        loss.quadraticDualScale(), y, g);
            }
            if (!(dual <= value - g * b + rounding)) {
                throw refuse(
                        "dualValue(%s, %s) = %s, allowed is at most value − g·x everywhere, "
                                + (value - g * b)
                                + " among others",
                        y,
                        g,
                        dual);
            }
        }
    }

    private IllegalArgumentException refuse(String how, double a, double b, double c) {
        return new IllegalArgumentException(
                "loss = " + loss.name() + " breaks its contract: " + String.format(how, a, b, c));
    }
}
