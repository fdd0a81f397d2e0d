package io.nadir.network.deep.layer;

import io.nadir.network.deep.layer.Layer.WeightlessPass;

import java.util.Objects;

/**
 * The power x ↦ x^k of every number; multiplies the degree by k.
 *
 * @param exponent k, from 1 to 16
 */
public record Power(int exponent) implements Layer {
    private static final int LARGEST = 16;

    /**
     * Validates the exponent.
     *
     * @throws IllegalArgumentException if it is not between 1 and 16
     */
    public Power {
        if (exponent < 1 || exponent > LARGEST) {
            throw new IllegalArgumentException(
                    "exponent = " + exponent + ", allowed are 1 to " + LARGEST);
        }
    }

    @Override
    public String name() {
        return "power:" + exponent;
    }

    @Override
    public LayerShape output(LayerShape input) {
        Objects.requireNonNull(input, "input");

        return input;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        Objects.requireNonNull(input, "input");

        return input.times(exponent);
    }

    /** {@inheritDoc} ‖x^k‖₂ ≤ ‖x‖₂^k, because x_i² ≤ ‖x‖². */
    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        Objects.requireNonNull(input, "input");

        return Math.pow(inputNorm, exponent);
    }

    /** {@inheritDoc} |(x + e)^k − x^k| ≤ (1 + e)^k − 1, relative to the bound of x. */
    @Override
    public double error(LayerShape input, double inputError) {
        Objects.requireNonNull(input, "input");

        double magnified = Math.expm1(exponent * Math.log1p(inputError));
        return LayerRounding.ofSums(magnified, exponent);
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        Objects.requireNonNull(input, "input");

        return new Powers(exponent);
    }

    /** Returns x^k by k − 1 products. */
    static double power(double x, int k) {
        double product = 1;
        for (int i = 0; i < k; i++) {
            product *= x;
        }
        return product;
    }

    private static final class Powers extends WeightlessPass {
        private final int exponent;

        Powers(int exponent) {
            this.exponent = exponent;
        }

        @Override
        protected void forward(Signal in, Signal out, int rows) {
            int length = rows * in.shape().size();
            for (int i = 0; i < length; i++) {
                out.data()[i] = power(in.data()[i], exponent);
            }
        }

        @Override
        protected void backward(
                Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
            int length = rows * in.shape().size();
            for (int i = 0; i < length; i++) {
                double slope = exponent * power(in.data()[i], exponent - 1);
                inGradient.data()[i] = slope * outGradient.data()[i];
            }
        }
    }
}
