package io.nadir.loss;

import java.util.Objects;

/**
 * The softmax cross-entropy Σ_j y_j·(log Σ_k exp(x_k) − x_j) of a sample, where y has the
 * probabilities of its classes: 1 for one class and 0 for the others if the class is known.
 *
 * <p>In this form every term is at least 0, even if rounding in a file makes the sum of the
 * probabilities differ slightly from 1.
 */
public final class SoftmaxLoss implements SampleLoss {
    /**
     * The tolerance of the sum of the probabilities of a sample, which may have been read from
     * text.
     */
    private static final double SUM_TOLERANCE = 1e-6;

    /** The tolerance for rounding errors of s·gradient. */
    private static final double ROUNDING = 1e-12;

    /** Creates the loss, which has no parameters. */
    public SoftmaxLoss() {}

    @Override
    public String name() {
        return "cross-entropy";
    }

    /**
     * Returns a bound of ‖diag(p) − p·pᵀ‖₂, which is at most ½ for probabilities p, times the sum
     * of y.
     */
    @Override
    public double curvature() {
        return 0.5 * (1 + SUM_TOLERANCE);
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int outputs) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        double max = x[xOffset];
        for (int j = 1; j < outputs; j++) {
            max = Math.max(max, x[xOffset + j]);
        }
        double exponentials = 0;
        double weight = 0;
        double value = 0;
        for (int j = 0; j < outputs; j++) {
            double shifted = x[xOffset + j] - max;
            double target = y[yOffset + j];
            value -= target * shifted;
            weight += target;
            x[xOffset + j] = Math.exp(shifted);
            exponentials += x[xOffset + j];
        }
        for (int j = 0; j < outputs; j++) {
            x[xOffset + j] = weight * (x[xOffset + j] / exponentials) - y[yOffset + j];
        }
        return value + weight * Math.log(exponentials);
    }

    /** Returns the entropy −Σ p_j·log(p_j/Σy) of p = y + g if no p_j is negative; −∞ otherwise. */
    @Override
    public double dualValue(double[] y, int yOffset, double[] g, int gOffset, int outputs) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(g, "g");

        double weight = 0;
        double total = 0;
        for (int j = 0; j < outputs; j++) {
            weight += y[yOffset + j];
            total += g[gOffset + j];
        }
        if (!(Math.abs(total) <= ROUNDING)) {
            return Double.NEGATIVE_INFINITY;
        }
        double entropy = 0;
        for (int j = 0; j < outputs; j++) {
            double p = y[yOffset + j] + g[gOffset + j];
            if (!(p >= -ROUNDING)) {
                return Double.NEGATIVE_INFINITY;
            }
            entropy -= p > 0 ? p * Math.log(p / weight) : 0;
        }
        return entropy;
    }

    @Override
    public void requireDefined(double[] y, int offset, int outputs) {
        Objects.requireNonNull(y, "y");

        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            double p = y[offset + j];
            if (!(p >= 0)) {
                throw new IllegalArgumentException(
                        "a probability of a class = " + p + ", allowed are 0 to 1");
            }
            sum += p;
        }
        if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException(
                    "the probabilities of the classes of a sample add up to "
                            + sum
                            + ", allowed for the loss "
                            + name()
                            + " is 1: one column for each class");
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
