package io.nadir.loss;

import java.util.Objects;

/**
 * The softmax cross-entropy Σ_j y_j·(log Σ_k exp(x_k) − x_j) of a sample, where y has the
 * probabilities of its classes: 1 for one class and 0 for the others if the class is known.
 *
 * <p>In this form every term is at least 0, even if rounding in a file makes the sum of the
 * probabilities differ slightly from 1. If the class is known, value and gradient are accurate to a
 * few units in the last place, however close to 0 they are: the logarithm is that of 1 plus the
 * exponentials of the other classes, and the gradient of the largest target is minus the sum of the
 * others.
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

    @Override
    public String errorName() {
        return "mean cross-entropy";
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

        int top = largest(x, xOffset, outputs);
        double max = x[xOffset + top];
        double others = 0;
        double weight = 0;
        double value = 0;
        for (int j = 0; j < outputs; j++) {
            double shifted = x[xOffset + j] - max;
            double target = y[yOffset + j];
            value -= target * shifted;
            weight += target;
            x[xOffset + j] = Math.exp(shifted);
            others += j == top ? 0 : x[xOffset + j];
        }
        int main = largest(y, yOffset, outputs);
        double balance = 0;
        for (int j = 0; j < outputs; j++) {
            if (j != main) {
                double p = x[xOffset + j] / (1 + others);
                x[xOffset + j] = weight * p - y[yOffset + j];
                balance -= x[xOffset + j];
            }
        }
        x[xOffset + main] = balance;
        return value + weight * Math.log1p(others);
    }

    /**
     * Returns the entropy −Σ p_j·log(p_j/Σy) of p = y + g if no p_j is negative; −∞ otherwise. The
     * largest p_j is computed as what the others leave of Σy. Rounded, it could be close to Σy,
     * with an error in its logarithm that exceeds all other terms.
     */
    @Override
    public double dualValue(double[] y, int yOffset, double[] g, int gOffset, int outputs) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(g, "g");

        int top = 0;
        double weight = 0;
        double total = 0;
        for (int j = 0; j < outputs; j++) {
            weight += y[yOffset + j];
            total += g[gOffset + j];
            double p = y[yOffset + j] + g[gOffset + j];
            top = p > y[yOffset + top] + g[gOffset + top] ? j : top;
        }
        if (!(Math.abs(total) <= ROUNDING)) {
            return Double.NEGATIVE_INFINITY;
        }
        double entropy = 0;
        double others = 0;
        for (int j = 0; j < outputs; j++) {
            double p = y[yOffset + j] + g[gOffset + j];
            if (!(p >= -ROUNDING)) {
                return Double.NEGATIVE_INFINITY;
            }
            if (j != top && p > 0) {
                entropy -= p * Math.log(p / weight);
                others += p;
            }
        }
        return entropy - (weight - others) * Math.log1p(-others / weight);
    }

    private static int largest(double[] x, int offset, int length) {
        int at = 0;
        for (int j = 1; j < length; j++) {
            at = x[offset + j] > x[offset + at] ? j : at;
        }
        return at;
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
                    String.format(
                            "the probabilities of the classes of a sample add up to %s,"
                                    + " allowed for the loss %s is 1: one column for each class",
                            sum, name()));
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
