package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import org.jspecify.annotations.Nullable;

/**
 * The matrices Σ_i w_ij·u_iu_iᵀ of the regressions of all rows of V, from U: lower triangles, row
 * after row, one after the other. About r²/2 flops for each entry.
 */
final class NormalMatrices {
    private static final DenseKernels DENSE = Kernels.get();

    private NormalMatrices() {}

    /**
     * Adds those of listed entries.
     *
     * @param weights of the entries, of any sign; null for weights of 1
     */
    static void add(
            CompressedRows entries, double @Nullable [] weights, Panel u, double[] matrices) {
        int length = u.columns() * (u.columns() + 1) / 2;
        double[] square = new double[length];
        for (int i = 0; i < entries.rows(); i++) {
            square(u, i, square);
            for (int e = entries.starts()[i]; e < entries.starts()[i + 1]; e++) {
                double weight = weights == null ? 1 : weights[e];
                DENSE.axpy(weight, square, 0, matrices, entries.indices()[e] * length, length);
            }
        }
    }

    /** Adds those of all entries, whose weights are products a_i·b_j. */
    static void addProducts(double[] a, double[] b, Panel u, double[] matrices) {
        int length = u.columns() * (u.columns() + 1) / 2;
        double[] square = new double[length];
        double[] sum = new double[length];
        for (int i = 0; i < a.length; i++) {
            square(u, i, square);
            DENSE.axpy(a[i], square, 0, sum, 0, length);
        }
        for (int j = 0; j < b.length; j++) {
            DENSE.axpy(b[j], sum, 0, matrices, j * length, length);
        }
    }

    private static void square(Panel u, int i, double[] square) {
        int at = i * u.stride();
        int next = 0;
        for (int k = 0; k < u.columns(); k++) {
            double factor = u.data()[at + k];
            for (int l = 0; l <= k; l++) {
                square[next++] = factor * u.data()[at + l];
            }
        }
    }
}
