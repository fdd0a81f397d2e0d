package io.nadir.loss;

import java.util.Objects;

/**
 * The squared hinge of several classes, ½ Σ_{j ≠ c} max(0, 1 + x_j − x_c)² for a sample of class c
 * (Weston &amp; Watkins 1999, squared). Y has a 1 in column c and 0 elsewhere.
 */
public final class MulticlassHingeLoss implements SampleLoss {
    /** Classes whose curvature is stated. */
    private final int classes;

    /**
     * Makes the loss.
     *
     * @param classes number of classes, which are the columns of Y
     * @throws IllegalArgumentException if there are fewer than 2
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

    /** Largest eigenvalue of Σ_{j ≠ c} (e_j − e_c)(e_j − e_c)ᵀ. */
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

    /** With a_j = g_j ≥ 0 for j ≠ c, and g_c = −Σ a_j: Σ a_j − ½a_j². */
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
