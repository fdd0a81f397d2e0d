package io.nadir.landscape;

import io.nadir.loss.Loss;

/** The losses that Lederer 2020 (see {@link WideActivation}), section 2.1, names as examples. */
final class WideLosses {
    private WideLosses() {}

    /** A loss of the solver. */
    record Smooth(Loss loss) implements WideLoss {
        @Override
        public String name() {
            return loss.name();
        }

        @Override
        public double value(double y, double x) {
            return loss.value(y, x);
        }

        @Override
        public double slope(double y, double x) {
            return loss.derivative(y, x);
        }

        @Override
        public void requireDefined(double y) {
            loss.requireDefined(new double[] {y}, 0, 1);
        }
    }

    /** |x − y|. */
    record Absolute() implements WideLoss {
        @Override
        public String name() {
            return "absolute";
        }

        @Override
        public double value(double y, double x) {
            return Math.abs(x - y);
        }

        @Override
        public double slope(double y, double x) {
            return Math.signum(x - y);
        }
    }

    /** max(0, 1 − y·x). */
    record Hinge() implements WideLoss {
        @Override
        public String name() {
            return "hinge";
        }

        @Override
        public double value(double y, double x) {
            return Math.max(0, 1 - y * x);
        }

        @Override
        public double slope(double y, double x) {
            return y * x < 1 ? -y : 0;
        }

        @Override
        public void requireDefined(double y) {
            if (Math.abs(y) != 1) {
                throw new IllegalArgumentException(
                        "a data entry = " + y + ", allowed for the loss hinge are 1, -1");
            }
        }
    }
}
