package io.nadir.loss;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/** The squared hinge loss ½·max(0, 1 − y·x)² for data y = ±1. */
public final class SquaredHingeLoss extends KernelLoss implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /** Creates the loss, which has no parameters. */
    public SquaredHingeLoss() {}

    @Override
    public String name() {
        return "squared-hinge";
    }

    @Override
    public String errorName() {
        return "mean squared hinge loss";
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double value(double y, double x) {
        double margin = Math.max(0, 1 - y * x);
        return 0.5 * margin * margin;
    }

    @Override
    public double derivative(double y, double x) {
        return -y * Math.max(0, 1 - y * x);
    }

    @Override
    public double secondDerivative(double y, double x) {
        return y * x < 1 ? 1 : 0;
    }

    /** Returns a − ½a² for a = −y·g ≥ 0, and −∞ otherwise. */
    @Override
    public double dualValue(double y, double g) {
        double a = -y * g;
        return a >= 0 ? a - 0.5 * a * a : Double.NEGATIVE_INFINITY;
    }

    /**
     * {@inheritDoc} y·x and y·g are exact, because y = ±1; 1 − y·x and the square undergo one
     * rounding each. In a − ½a², the term ½a² is at most |ℓ*| + |g·y|.
     */
    @Override
    public double errorConstant() {
        return 4;
    }

    /** {@inheritDoc} With y² = 1, a − ½a² is −g·y − ½g². */
    @Override
    public double quadraticDualScale() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    double loop(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        return LOOPS.squaredHinge(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        Labels.require(name(), y, offset, length);
    }
}
