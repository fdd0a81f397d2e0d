package io.nadir.loss;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.LossKernels;

import java.util.Objects;

/** ½·max(0, 1 − y·x)² for data y = ±1. */
public final class SquaredHingeLoss implements Loss {
    private static final LossKernels LOOPS = Kernels.loss();

    /** Makes the loss; it has no parameters. */
    public SquaredHingeLoss() {}

    @Override
    public String name() {
        return "squared-hinge";
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

    /** With a = −y·g ≥ 0: a − ½a². */
    @Override
    public double dualValue(double y, double g) {
        double a = -y * g;
        return a >= 0 ? a - 0.5 * a * a : Double.NEGATIVE_INFINITY;
    }

    /**
     * y·x and y·g are exact, y being ±1; 1 − y·x and the square go through one rounding each. In a
     * − ½a², ½a² ≤ |ℓ*| + |g·y|.
     */
    @Override
    public double errorConstant() {
        return 4;
    }

    /** With y² = 1, a − ½a² is −g·y − ½g². */
    @Override
    public double quadraticDualScale() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        return LOOPS.squaredHinge(y, yOffset, null, x, xOffset, length);
    }

    @Override
    public double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(x, "x");

        return LOOPS.squaredHinge(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public void requireDefined(double[] y, int offset, int length) {
        Objects.requireNonNull(y, "y");

        Labels.require(name(), y, offset, length);
    }

    @Override
    public String toString() {
        return name();
    }
}
