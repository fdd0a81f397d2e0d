package io.nadir.loss;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/** The logistic loss log(1 + exp(−y·x)) for data y = ±1. */
public final class LogisticLoss extends KernelLoss implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /** Creates the loss, which has no parameters. */
    public LogisticLoss() {}

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String errorName() {
        return "mean logistic loss";
    }

    @Override
    public double curvature() {
        return 0.25;
    }

    @Override
    public double value(double y, double x) {
        double margin = y * x;
        return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    }

    @Override
    public double derivative(double y, double x) {
        return -y / (1 + Math.exp(y * x));
    }

    @Override
    public double secondDerivative(double y, double x) {
        double tail = Math.exp(-Math.abs(y * x));
        return tail / ((1 + tail) * (1 + tail));
    }

    /**
     * Returns the entropy −a·log a − (1 − a)·log(1 − a) of a = −y·g for a in [0, 1], and −∞
     * otherwise.
     */
    @Override
    public double dualValue(double y, double g) {
        double a = -y * g;
        if (!(a >= 0 && a <= 1)) {
            return Double.NEGATIVE_INFINITY;
        }
        double first = a == 0 ? 0 : -a * Math.log(a);
        double second = a == 1 ? 0 : -(1 - a) * Math.log1p(-a);
        return first + second;
    }

    /**
     * {@inheritDoc} exp, log and log1p are within one unit in the last place, 2u, of the exact
     * result, as {@link Math} specifies; y·x and y·g are exact, because y = ±1. ℓ: 2u from exp,
     * which log1p does not magnify, 2u from log1p, u from the sum. ∂ℓ/∂x: 2u, and u each from the
     * sum and the quotient. ℓ*: of its positive terms, the second has u from 1 − a, 2u from log1p,
     * u from the product, and u from the sum.
     */
    @Override
    public double errorConstant() {
        return 6;
    }

    @Override
    double loop(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length) {
        return LOOPS.logistic(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        Labels.require(name(), y, offset, length);
    }
}
