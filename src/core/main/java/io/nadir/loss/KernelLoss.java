package io.nadir.loss;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.LossKernels;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A loss whose values and derivatives over many entries are computed by the kernels. */
abstract class KernelLoss implements Loss {
    static final LossKernels LOOPS = Kernels.loss();

    /**
     * Computes {@link #weightedGradientInPlace}.
     *
     * @param weights the weights; null for weights of 1
     */
    abstract double loop(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int length);

    @Override
    public final double gradientInPlace(
            double[] y, int yOffset, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        return loop(y, yOffset, null, x, xOffset, length);
    }

    @Override
    public final double weightedGradientInPlace(
            double[] y, int yOffset, double[] weights, double[] x, int xOffset, int length) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(x, "x");

        return loop(y, yOffset, weights, x, xOffset, length);
    }

    @Override
    public final String toString() {
        return name();
    }
}
