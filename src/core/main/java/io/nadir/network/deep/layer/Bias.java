package io.nadir.network.deep.layer;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * A bias that preserves the degree of homogeneity: x ↦ x + b_p^s − b_n^s with elementwise powers
 * and one number per channel, for inputs of degree s in all weights (Haeffele &amp; Vidal 2017,
 * section 9). Its block has two rows, b_p and b_n.
 *
 * <p>After a bias, the network is homogeneous only in all weights together, not in each block. For
 * s &gt; 1 the derivative at b = 0 is 0, so that descent never changes a bias that is 0.
 *
 * @param power s, 1 to 16
 */
public record Bias(int power) implements Layer {
    private static final int LARGEST = 16;

    /**
     * Validates the power.
     *
     * @throws IllegalArgumentException if it is not between 1 and 16
     */
    public Bias {
        if (power < 1 || power > LARGEST) {
            throw new IllegalArgumentException(
                    "power = " + power + ", allowed are 1 to " + LARGEST);
        }
    }

    @Override
    public String name() {
        return "bias:" + power;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public int weightRows(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return 2;
    }

    @Override
    public int weightColumns(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input.channels();
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        if (input.total() != power) {
            throw new IllegalArgumentException(
                    "power of the bias = "
                            + power
                            + ", allowed is the degree of what it is added to, "
                            + input.total());
        }
        return input.jointOnly();
    }

    /** {@inheritDoc} In each pixel, ‖b_p^s − b_n^s‖ ≤ ‖b‖^s for s ≥ 2, and ≤ √2·‖b‖ for s = 1. */
    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        double shift = power == 1 ? Math.sqrt(2) * weightNorm : Math.pow(weightNorm, power);
        return inputNorm + Math.sqrt(input.pixels()) * shift;
    }

    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(inputError, power + 4.0);
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Shifts(power, input);
    }

    private static final class Shifts implements Pass {
        private final int power;
        private final int pixels;
        private final int channels;
        private final double[] sums;

        Shifts(int power, LayerShape input) {
            this.power = power;
            this.pixels = input.pixels();
            this.channels = input.channels();
            this.sums = new double[channels];
        }

        @Override
        public void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
            for (int c = 0; c < channels; c++) {
                sums[c] = Power.power(weights.get(0, c), power);
                sums[c] -= Power.power(weights.get(1, c), power);
            }
            for (int p = 0, at = 0; p < rows * pixels; p++) {
                for (int c = 0; c < channels; c++, at++) {
                    out.data()[at] = in.data()[at] + sums[c];
                }
            }
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
            Arrays.fill(sums, 0);
            double[] g = outGradient.data();
            for (int p = 0, at = 0; p < rows * pixels; p++) {
                for (int c = 0; c < channels; c++, at++) {
                    sums[c] += g[at];
                }
            }
            for (int c = 0; c < channels; c++) {
                addTo(weightGradient, 0, c, slope(weights.get(0, c)) * sums[c]);
                addTo(weightGradient, 1, c, -slope(weights.get(1, c)) * sums[c]);
            }
            if (inGradient != null) {
                System.arraycopy(g, 0, inGradient.data(), 0, rows * pixels * channels);
            }
        }

        private double slope(double b) {
            return power * Power.power(b, power - 1);
        }

        private static void addTo(Panel panel, int i, int j, double value) {
            panel.set(i, j, panel.get(i, j) + value);
        }
    }
}
