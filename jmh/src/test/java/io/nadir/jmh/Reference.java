package io.nadir.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;

/** What every implementation has to compute, as plain loops over row-major arrays. */
final class Reference {
    private static final double UNIT = 0x1p-53;

    private final Inputs in;
    private final int m;
    private final int n;

    Reference(Inputs inputs) {
        in = inputs;
        m = inputs.shape().rows();
        n = inputs.shape().columns();
    }

    /** U·Vᵀ − Y. */
    double[] gradient() {
        double[] g = multiply(in.u(), m, in.rank(), transposed(in.v(), n, in.rank()), n);
        for (int i = 0; i < g.length; i++) {
            g[i] -= in.y()[i];
        }
        return g;
    }

    /** ½‖U·Vᵀ − Y‖². */
    double value() {
        double sum = 0;
        for (double g : gradient()) {
            sum += g * g;
        }
        return 0.5 * sum;
    }

    /** G·V. */
    double[] gradientLeft() {
        return multiply(gradient(), m, n, in.v(), in.rank());
    }

    /** Gᵀ·U. */
    double[] gradientRight() {
        return multiply(transposed(gradient(), m, n), n, m, in.u(), in.rank());
    }

    /** R·B with R = −G. */
    double[] image() {
        double[] t = multiply(gradient(), m, n, in.b(), in.block());
        for (int i = 0; i < t.length; i++) {
            t[i] = -t[i];
        }
        return t;
    }

    /** Rᵀ·R·B. */
    double[] gram() {
        double[] image = multiply(gradient(), m, n, in.b(), in.block());
        return multiply(transposed(gradient(), m, n), n, m, image, in.block());
    }

    /** Demands equality up to rounding of one product with Y or the residual. */
    void assertProduct(double[] actual, double[] expected) {
        assertClose(actual, expected, rounding());
    }

    /** Demands equality up to rounding of two such products, one after the other. */
    void assertGram(double[] actual, double[] expected) {
        assertClose(actual, expected, rounding() * m * (in.rank() + 1));
    }

    /** Demands equality up to rounding of a sum of squares over the residual. */
    void assertValue(double actual) {
        assertThat(actual).isCloseTo(value(), Offset.offset(rounding() * m * (in.rank() + 1)));
    }

    /** Terms, times their number, times the largest: an element of R is at most r + 1. */
    private double rounding() {
        double terms = m + n + in.rank();
        return terms * UNIT * Math.max(m, n) * (in.rank() + 1);
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual)
                .hasSameSizeAs(expected)
                .containsExactly(expected, Offset.offset(tolerance));
    }

    private static double[] multiply(double[] a, int rows, int inner, double[] b, int columns) {
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return c;
    }

    private static double[] transposed(double[] a, int rows, int columns) {
        double[] out = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = a[i * columns + j];
            }
        }
        return out;
    }
}
