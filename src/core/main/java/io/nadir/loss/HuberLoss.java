package io.nadir.loss;

import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.io.Serializable;

/**
 * Huber's loss: ½d² for |d| ≤ δ and δ|d| − ½δ² beyond, where d = x − y.
 *
 * <p>It is robust principal component analysis: the minimum of δ·‖E‖₁ + ½‖Y − X − E‖_F² over E
 * equals this loss of Y − X, and {@link #sparsePart} is the minimizing E.
 */
public final class HuberLoss extends KernelLoss implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final double delta;

    /**
     * Creates the loss.
     *
     * @param delta the residual δ at which the loss turns from quadratic to linear, in the units of
     *     the data; finite and positive
     * @throws IllegalArgumentException if {@code delta} is not finite and positive
     */
    public HuberLoss(double delta) {
        this.delta = Checks.positiveFinite("huber delta", delta);
    }

    /** Returns the residual δ at which the loss turns from quadratic to linear. */
    public double delta() {
        return delta;
    }

    @Override
    public boolean hasSparsePart() {
        return true;
    }

    /**
     * Returns the minimizing entry of E: the part of the residual y − x that exceeds δ in
     * magnitude.
     */
    @Override
    public double sparsePart(double y, double x) {
        double residual = y - x;
        return residual - Math.clamp(residual, -delta, delta);
    }

    @Override
    public String name() {
        return "huber:" + delta;
    }

    @Override
    public String errorName() {
        return "mean Huber loss";
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double value(double y, double x) {
        double d = x - y;
        double g = clip(d);
        return g * (d - 0.5 * g);
    }

    @Override
    public double derivative(double y, double x) {
        return clip(x - y);
    }

    @Override
    public double secondDerivative(double y, double x) {
        return Math.abs(x - y) <= delta ? 1 : 0;
    }

    /** Returns −g·y − ½g² for |g| ≤ δ, and −∞ otherwise. */
    @Override
    public double dualValue(double y, double g) {
        return Math.abs(g) <= delta ? -g * (y + 0.5 * g) : Double.NEGATIVE_INFINITY;
    }

    /**
     * {@inheritDoc} Rounding d changes ℓ by a factor within (1 ± u)², and g·(d − ½g) undergoes two
     * more roundings; −g·y − ½g² = −g·(y + ½g) undergoes two.
     */
    @Override
    public double errorConstant() {
        return 5;
    }

    /** Returns 1, because |g| ≤ δ as computed. */
    @Override
    public double quadraticDualScale() {
        return 1;
    }

    @Override
    double loop(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        return LOOPS.huber(delta, y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public Loss inUnits(int exponent) {
        return exponent == 0 ? this : new HuberLoss(Math.scalb(delta, -exponent));
    }

    private double clip(double d) {
        return Math.min(delta, Math.max(-delta, d));
    }
}
