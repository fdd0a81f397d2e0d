package io.nadir.network.deep.layer;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.network.deep.layer.Layer.WeightlessPass;

import java.util.Objects;

/**
 * The rectifier σ(t) = max(t, a·t) of every number: ReLU for a = 0, leaky ReLU for a between 0 and
 * 1, the identity for a = 1. Degree 1; at the kink the derivative is taken to be a.
 *
 * @param slope a, from 0 to 1
 */
public record Rectifier(double slope) implements Layer {
    private static final DenseKernels KERNELS = Kernels.get();

    /** ReLU, max(t, 0). */
    public static final Rectifier RELU = new Rectifier(0);

    /**
     * Validates the slope.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Rectifier {
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope = " + slope + ", allowed are 0 to 1");
        }
    }

    @Override
    public String name() {
        return slope == 0 ? "relu" : "leaky-relu:" + slope;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return inputNorm;
    }

    /** {@inheritDoc} The function is Lipschitz continuous with constant 1 and takes one product. */
    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(inputError, 0);
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Slopes(slope);
    }

    private static final class Slopes extends WeightlessPass {
        private final double slope;

        Slopes(double slope) {
            this.slope = slope;
        }

        @Override
        protected void forward(Signal in, Signal out, int rows) {
            KERNELS.rectify(slope, in.data(), out.data(), rows * in.shape().size());
        }

        @Override
        protected void backward(
                Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
            KERNELS.rectifyAdjoint(
                    slope,
                    in.data(),
                    outGradient.data(),
                    inGradient.data(),
                    rows * in.shape().size());
        }
    }
}
