package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixView;

import java.util.Arrays;

/**
 * A packed copy of a matrix for a factorization to destroy, times 2^-exponent where the original is
 * so large or so small that sums of squares could leave the range of double.
 */
final class ScaledCopy {

    /**
     * Within 2 to the power of plus and minus this number, fourth powers of elements and sums of
     * 2^31 squares neither overflow nor underflow.
     */
    private static final int SAFE_EXPONENT = 240;

    private final double[] packed;
    private final int exponent;

    private ScaledCopy(double[] packed, int exponent) {
        this.packed = packed;
        this.exponent = exponent;
    }

    /**
     * Copies and scales.
     *
     * @throws IllegalArgumentException if an element is not finite
     */
    static ScaledCopy of(MatrixView matrix) {
        return of(matrix.toArray(), matrix.columns());
    }

    /**
     * Copies the lower triangle to both triangles, and scales.
     *
     * @throws IllegalArgumentException if an element of the lower triangle is not finite
     */
    static ScaledCopy ofLowerTriangle(MatrixView matrix) {
        int n = matrix.rows();
        double[] packed = matrix.toArray();
        for (int i = 0; i < n; i++) {
            Arrays.fill(packed, i * n + i + 1, (i + 1) * n, 0); // never read, so it may hold NaN
        }
        ScaledCopy copy = of(packed, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                packed[j * n + i] = packed[i * n + j];
            }
        }
        return copy;
    }

    private static ScaledCopy of(double[] packed, int columns) {
        double largest = largestMagnitude(packed, columns);
        int exponent = Math.getExponent(largest) & ~1; // even, for the square root below
        if (largest == 0 || Math.abs(exponent) <= SAFE_EXPONENT) {
            return new ScaledCopy(packed, 0);
        }
        scale(packed, -exponent);
        return new ScaledCopy(packed, exponent);
    }

    private static double largestMagnitude(double[] packed, int columns) {
        double largest = 0;
        for (int i = 0; i < packed.length; i++) {
            if (!Double.isFinite(packed[i])) {
                throw new IllegalArgumentException(
                        "element (%d, %d) is %s: only finite matrices can be factored"
                                .formatted(i / columns, i % columns, packed[i]));
            }
            largest = Math.max(largest, Math.abs(packed[i]));
        }
        return largest;
    }

    double[] packed() {
        return packed;
    }

    /** Gives singular values or eigenvalues of the copy the scale of the original, in place. */
    double[] restore(double[] values) {
        scale(values, exponent);
        return values;
    }

    private static void scale(double[] values, int exponent) {
        if (exponent == 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(values[i], exponent);
        }
    }
}
