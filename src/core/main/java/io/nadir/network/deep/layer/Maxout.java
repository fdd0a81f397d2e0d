package io.nadir.network.deep.layer;

import io.nadir.check.Checks;
import io.nadir.network.deep.layer.Layer.WeightlessPass;

import java.util.Arrays;
import java.util.Objects;

/**
 * Maxout: the largest of each {@code group} consecutive channels of a pixel (Goodfellow et al.,
 * ICML 2013). Degree 1; if several numbers are largest, the first one has the derivative.
 *
 * @param group the number of channels of which one is kept, at least 1
 */
public record Maxout(int group) implements Layer {
    /**
     * Validates the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Maxout {
        Checks.positive("group", group);
    }

    @Override
    public String name() {
        return "maxout:" + group;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        if (input.channels() % group != 0) {
            throw new IllegalArgumentException(
                    "group = " + group + ", allowed are divisors of " + input.channels());
        }
        return new LayerShape(input.height(), input.width(), input.channels() / group);
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

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return inputError;
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Largest(group);
    }

    private static final class Largest extends WeightlessPass {
        private final int group;

        Largest(int group) {
            this.group = group;
        }

        @Override
        protected void forward(Signal in, Signal out, int rows) {
            double[] x = in.data();
            double[] y = out.data();
            int length = rows * out.shape().size();
            for (int i = 0; i < length; i++) {
                y[i] = x[largest(x, i * group)];
            }
        }

        @Override
        protected void backward(
                Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
            double[] to = inGradient.data();
            Arrays.fill(to, 0, rows * in.shape().size(), 0);
            int length = rows * out.shape().size();
            for (int i = 0; i < length; i++) {
                to[largest(in.data(), i * group)] = outGradient.data()[i];
            }
        }

        private int largest(double[] x, int from) {
            int best = from;
            for (int i = from + 1; i < from + group; i++) {
                best = x[i] > x[best] ? i : best;
            }
            return best;
        }
    }
}
