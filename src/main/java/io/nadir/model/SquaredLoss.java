package io.nadir.model;

/** ½‖Y − X‖_F². */
public final class SquaredLoss implements Loss {
    /** Makes the loss; it has no parameters. */
    public SquaredLoss() {}

    @Override
    public String name() {
        return "squared";
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length) {
        // Four partial sums: one would make the loop as slow as the latency of an addition.
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            double g0 = x[xOffset + i] - y[yOffset + i];
            double g1 = x[xOffset + i + 1] - y[yOffset + i + 1];
            double g2 = x[xOffset + i + 2] - y[yOffset + i + 2];
            double g3 = x[xOffset + i + 3] - y[yOffset + i + 3];
            x[xOffset + i] = g0;
            x[xOffset + i + 1] = g1;
            x[xOffset + i + 2] = g2;
            x[xOffset + i + 3] = g3;
            sum0 += g0 * g0;
            sum1 += g1 * g1;
            sum2 += g2 * g2;
            sum3 += g3 * g3;
        }
        for (; i < length; i++) {
            double g = x[xOffset + i] - y[yOffset + i];
            x[xOffset + i] = g;
            sum0 += g * g;
        }
        return 0.5 * ((sum0 + sum1) + (sum2 + sum3));
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
    public double dualValue(double y, double g) {
        return -g * (y + 0.5 * g);
    }

    @Override
    public Loss inUnits(int exponent) {
        return this;
    }

    @Override
    public boolean isDualBoundExact() {
        return true;
    }

    /** With R = Y − X: s⟨R, Y⟩ − ½s²‖R‖². */
    @Override
    public double dualBound(double s, double value, double pairing) {
        return s * (2 * value + pairing) - s * s * value;
    }

    @Override
    public double largestDualScale(double value, double pairing) {
        return value > 0 ? Math.max(0, 1 + pairing / (2 * value)) : 0;
    }
}
