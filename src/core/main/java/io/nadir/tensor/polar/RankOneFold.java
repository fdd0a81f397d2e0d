package io.nadir.tensor.polar;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors whose outer product is near a given tensor: leading singular vectors of its unfolding
 * along the first mode, then of what the right one folds into. A start for an ascent, no more.
 */
final class RankOneFold {
    /** Rounds of the power method, which need not converge. */
    private static final int ROUNDS = 12;

    private static final DenseKernels KERNELS = Kernels.get();

    private RankOneFold() {}

    /**
     * Returns one vector for each mode.
     *
     * @param tensor row-major, not changed
     * @param extents the dimensions, at least one
     */
    static List<double[]> of(double[] tensor, int[] extents) {
        List<double[]> vectors = new ArrayList<>();
        double[] rest = tensor;
        for (int k = 0; k < extents.length - 1; k++) {
            double[] left = new double[extents[k]];
            rest = leading(rest, left);
            vectors.add(left);
        }
        vectors.add(rest.clone());
        return vectors;
    }

    /** Returns the right singular vector of the matrix; {@code left} becomes the left one. */
    private static double[] leading(double[] matrix, double[] left) {
        int rows = left.length;
        int columns = matrix.length / rows;
        double[] right = new double[columns];
        System.arraycopy(matrix, columns * largestRow(matrix, rows), right, 0, columns);
        for (int round = 0; round < ROUNDS; round++) {
            normalize(right);
            for (int i = 0; i < rows; i++) {
                left[i] = KERNELS.dot(matrix, i * columns, right, 0, columns);
            }
            normalize(left);
            Arrays.fill(right, 0);
            for (int i = 0; i < rows; i++) {
                KERNELS.axpy(left[i], matrix, i * columns, right, 0, columns);
            }
        }
        return right;
    }

    private static int largestRow(double[] matrix, int rows) {
        int columns = matrix.length / rows;
        int best = 0;
        double most = -1;
        for (int i = 0; i < rows; i++) {
            double square = KERNELS.dot(matrix, i * columns, matrix, i * columns, columns);
            if (square > most) {
                most = square;
                best = i;
            }
        }
        return best;
    }

    private static void normalize(double[] x) {
        double largest = KERNELS.maxAbs(x, 0, x.length);
        if (largest > 0) {
            KERNELS.scale(1 / largest, x, 0, x.length);
            double norm = Math.sqrt(KERNELS.dot(x, 0, x, 0, x.length));
            KERNELS.scale(1 / norm, x, 0, x.length);
        }
    }
}
