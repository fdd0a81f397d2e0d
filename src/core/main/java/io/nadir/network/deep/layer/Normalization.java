package io.nadir.network.deep.layer;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.network.deep.layer.Layer.WeightlessPass;

import java.util.Objects;

/**
 * Normalization x ↦ x/‖x‖₂^q of a sample, with 0 ↦ 0. It multiplies the degree by 1 − q (Haeffele
 * &amp; Vidal 2017, section 9).
 *
 * <p>For q = 1 the weights before it have degree 0, and the map is discontinuous at 0.
 *
 * @param power q, from 0 to 1
 */
public record Normalization(double power) implements Layer {
    /**
     * Validates the power.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Normalization {
        if (!(power >= 0 && power <= 1)) {
            throw new IllegalArgumentException("power = " + power + ", allowed are 0 to 1");
        }
    }

    @Override
    public String name() {
        return "normalize:" + power;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input.times(1 - power);
    }

    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return Math.pow(inputNorm, 1 - power);
    }

    /** {@inheritDoc} The map is Hölder continuous: ‖f(x) − f(y)‖ ≤ 2^q·‖x − y‖^(1−q). */
    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        return LayerRounding.ofSums(2 * Math.pow(inputError, 1 - power), input.size() + 4.0);
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Quotients(power);
    }

    private static final class Quotients extends WeightlessPass {
        private static final DenseKernels KERNELS = Kernels.get();
        private final double power;

        Quotients(double power) {
            this.power = power;
        }

        @Override
        protected void forward(Signal in, Signal out, int rows) {
            int length = in.shape().size();
            for (int n = 0, at = 0; n < rows; n++, at += length) {
                double norm = norm(in, at, length);
                double factor = norm > 0 ? Math.pow(norm, -power) : 0;
                for (int i = at; i < at + length; i++) {
                    out.data()[i] = factor * in.data()[i];
                }
            }
        }

        /** Computes (g − q·⟨g, x⟩/‖x‖²·x)/‖x‖^q. */
        @Override
        protected void backward(
                Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
            int length = in.shape().size();
            double[] g = outGradient.data();
            for (int n = 0, at = 0; n < rows; n++, at += length) {
                double norm = norm(in, at, length);
                double factor = norm > 0 ? Math.pow(norm, -power) : 0;
                double inner = KERNELS.dot(g, at, in.data(), at, length);
                double share = norm > 0 ? power * (inner / norm) / norm : 0;
                for (int i = at; i < at + length; i++) {
                    inGradient.data()[i] = factor * (g[i] - share * in.data()[i]);
                }
            }
        }

        private static double norm(Signal in, int at, int length) {
            return Math.sqrt(KERNELS.dot(in.data(), at, in.data(), at, length));
        }
    }
}
