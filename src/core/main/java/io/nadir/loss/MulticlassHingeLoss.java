package io.nadir.loss;

import java.util.Objects;

/**
 * The squared hinge loss of several classes, ½ Σ_{j ≠ c} max(0, 1 + x_j − x_c)² for a sample of
 * class c (the loss of Weston &amp; Watkins 1999 with squared terms). Each row of Y has a 1 in the
 * column of its class and 0 elsewhere.
 */
public final class MulticlassHingeLoss implements SampleLoss {
    /** The number of classes to which the curvature refers. */
    private final int classes;

    /**
     * Creates the loss.
     *
     * @param classes the number of classes, which is the number of columns of Y
     * @throws IllegalArgumentException if it is less than 2
     */
    public MulticlassHingeLoss(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes = " + classes + ", allowed are 2 and more");
        }
        this.classes = classes;
    }

    @Override
    public String name() {
        return "multiclass-squared-hinge";
    }

    @Override
    public String errorName() {
        return "mean squared hinge loss";
    }

    /** Returns the largest eigenvalue of Σ_{j ≠ c} (e_j − e_c)(e_j − e_c)ᵀ. */
    @Override
    public double curvature() {
        return classes;
    }

    @Override
    public double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int outputs) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(x, "x");

        int c = classOf(y, yOffset, outputs);
        double own = x[xOffset + c];
        double value = 0;
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            double margin = j == c ? 0 : Math.max(0, 1 + x[xOffset + j] - own);
            x[xOffset + j] = margin;
            value += 0.5 * margin * margin;
            sum += margin;
        }
        x[xOffset + c] = -sum;
        return value;
    }

    /**
     * Returns Σ_{j ≠ c} (a_j − ½a_j²) with a_j = g_j, if all a_j ≥ 0 and g_c = −Σ a_j; −∞
     * otherwise.
     */
    @Override
    public double dualValue(double[] y, int yOffset, double[] g, int gOffset, int outputs) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(g, "g");

        int c = classOf(y, yOffset, outputs);
        double value = 0;
        double sum = 0;
        for (int j = 0; j < outputs; j++) {
            double a = g[gOffset + j];
            if (j == c) {
                continue;
            }
            if (!(a >= 0)) {
                return Double.NEGATIVE_INFINITY;
            }
            sum += a;
            value += a - 0.5 * a * a;
        }
        boolean balanced = Math.abs(g[gOffset + c] + sum) <= 1e-12 * sum;
        return balanced ? value : Double.NEGATIVE_INFINITY;
    }

    @Override
    public void requireDefined(double[] y, int offset, int outputs) {
        Objects.requireNonNull(y, "y");

        int ones = 0;
        int zeros = 0;
        for (int j = 0; j < outputs; j++) {
            ones += y[offset + j] == 1 ? 1 : 0;
            zeros += y[offset + j] == 0 ? 1 : 0;
        }
        if (outputs != classes || ones != 1 || zeros != classes - 1) {
            throw new IllegalArgumentException(
                    String.format(
                            "the targets of a sample are %d ones and %d zeros in %d columns,"
                                    + " allowed for the loss %s are one 1 and %d zeros",
                            ones, zeros, outputs, name(), classes - 1));
        }
    }

    private static int classOf(double[] y, int offset, int outputs) {
        int c = 0;
        while (c < outputs - 1 && y[offset + c] == 0) {
            c++;
        }
        return c;
    }

    @Override
    public String toString() {
        return name();
    }
}
