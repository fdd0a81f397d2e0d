package io.nadir.landscape;

/**
 * The activations that Lederer 2020 (see {@link WideActivation}), section 2.1, names as examples.
 */
final class WideActivations {
    private WideActivations() {}

    /** max(0, x) + min(0, c·x), 0 ≤ c ≤ 1. */
    record Leaky(double c) implements WideActivation {
        @Override
        public String name() {
            return c == 0 ? "relu" : "leaky:" + c;
        }

        @Override
        public double value(double x) {
            return x > 0 ? x : c * x;
        }

        @Override
        public double slope(double x) {
            return x > 0 ? 1 : c;
        }

        @Override
        public double lipschitz(double radius) {
            return 1;
        }
    }

    /** c·x^k, c &gt; 0, k ≥ 1. */
    record Power(double c, int k) implements WideActivation {
        @Override
        public String name() {
            return "power:" + k + (c == 1 ? "" : ":" + c);
        }

        @Override
        public double value(double x) {
            return c * Math.pow(x, k);
        }

        @Override
        public double slope(double x) {
            return c * k * Math.pow(x, k - 1.0);
        }

        @Override
        public double lipschitz(double radius) {
            return Math.abs(slope(radius));
        }
    }

    /** 1/(1 + exp(−x)). */
    record Sigmoid() implements WideActivation {
        @Override
        public String name() {
            return "sigmoid";
        }

        @Override
        public double value(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        @Override
        public double slope(double x) {
            double value = value(x);
            return value * (1 - value);
        }

        @Override
        public double lipschitz(double radius) {
            return 0.25;
        }
    }
}
