package io.nadir.loss;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.LossKernels;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/** The squared loss ½‖Y − X‖_F² of the known entries. */
public final class SquaredLoss implements Loss, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final LossKernels LOOPS = Kernels.loss();
    private static final DenseKernels KERNELS = Kernels.get();

    /** Creates the loss, which has no parameters. */
    public SquaredLoss() {}

    @Override
    public String name() {
        return "squared";
    }

    @Override
    public String errorName() {
        return "root mean square error";
    }

    /** Returns 2: the mean square is twice the mean loss. */
    @Override
    public double errorFactor() {
        return 2;
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        // The kernels' loops are vectors; one written here would not be, for x and y may overlap
        // as far as the compiler knows.
        KERNELS.axpy(-1, y, yOffset, x, xOffset, length);
        return 0.5 * KERNELS.dot(x, xOffset, x, xOffset, length);
    }

    @Override
    public double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(x, "x");

        return LOOPS.squared(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public boolean isSquared() {
        return true;
    }

    @Override
    public double value(double y, double x) {
        return 0.5 * (x - y) * (x - y);
    }

    @Override
    public double derivative(double y, double x) {
        return x - y;
    }

    @Override
    public double secondDerivative(double y, double x) {
        return 1;
    }

    @Override
    public double dualValue(double y, double g) {
        return -g * (y + 0.5 * g);
    }

    /**
     * {@inheritDoc} d = x − y undergoes one rounding, which counts twice in its square, and the
     * square undergoes one.
     */
    @Override
    public double errorConstant() {
        return 4;
    }

    @Override
    public double quadraticDualScale() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Loss inUnits(int exponent) {
        return this;
    }

    @Override
    public boolean isDualBoundExact() {
        return true;
    }

    /** Returns s⟨R, Y⟩ − ½s²‖R‖² with R = Y − X. */
    @Override
    public double dualBound(double s, double value, double pairing) {
        return s * (2 * value + pairing) - s * s * value;
    }

    @Override
    public double largestDualScale(double value, double pairing) {
        return value > 0 ? Math.max(0, 1 + pairing / (2 * value)) : 0;
    }

    @Override
    public String toString() {
        return name();
    }
}
