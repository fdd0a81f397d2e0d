package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * A fully connected layer x ↦ Wᵀx with W inputs×outputs, for inputs of any shape. Costs
 * 2·inputs·outputs flops per sample, and twice as many in the backward pass.
 *
 * @param outputs the number of outputs, at least 1
 */
public record FullyConnected(int outputs) implements Layer {
    /**
     * Validates the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public FullyConnected {
        Checks.positive("outputs", outputs);
    }

    @Override
    public String name() {
        return "linear:" + outputs;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return LayerShape.vector(outputs);
    }

    @Override
    public int weightRows(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input.size();
    }

    @Override
    public int weightColumns(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return outputs;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input.timesWeights(block);
    }

    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return inputNorm * weightNorm;
    }

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(inputError, input.size());
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Products();
    }

    private static final class Products implements Pass {
        private final DenseKernels kernels = Kernels.get();

        @Override
        public void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
            Arrays.fill(out.data(), 0, rows * out.shape().size(), 0);
            kernels.multiplyAdd(in.samples(), 0, rows, weights, out.samples(), scratch);
        }

        @Override
        public void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                @Nullable Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch) {
            Panel gradient = outGradient.samples();
            kernels.transposeMultiplyAdd(in.samples(), 0, rows, gradient, weightGradient, scratch);
            if (inGradient != null) {
                kernels.product(gradient, weights, 0, rows, inGradient.samples(), scratch);
            }
        }
    }
}
