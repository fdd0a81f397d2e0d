package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * {@link io.nadir.kernel.NormalEquations} with vectors: a right-looking Cholesky factorization of
 * the upper triangle, whose rows are subtracted from the rows below as whole vectors, so that no
 * sum has to wait for its last term. The right-hand side is one more column, and is substituted
 * forward by the way.
 */
final class RidgeEquations {
    private RidgeEquations() {}

    /**
     * Writes the solution of (A + λI)·x = b to r elements of {@code x}, unless a pivot is not
     * positive, which leaves them as they are.
     *
     * @param gram lower triangle of A, row-major, and bᵀ as row r
     * @param stride of {@code gram} and {@code factor}, whole vectors and more than r
     * @param factor working memory, r rows
     * @return ½xᵀ(A + λI)x − bᵀx at what is in {@code x} then
     */
    static double solve(
            double[] gram, int r, int stride, double lambda, double[] factor, double[] x, int at) {
        transpose(gram, r, stride, factor);
        if (eliminate(factor, r, stride, lambda)) {
            substitute(factor, r, stride, x, at);
        }
        return value(gram, r, stride, lambda, x, at);
    }

    private static void transpose(double[] gram, int r, int stride, double[] factor) {
        for (int i = 0; i <= r; i++) {
            int row = i * stride;
            int end = Math.min(i, r - 1);
            for (int j = 0, to = i; j <= end; j++, to += stride) {
                factor[to] = gram[row + j];
            }
        }
    }

    /** [A + λI, b] becomes [Lᵀ, L⁻¹b]; the diagonal gets the reciprocals of L's. */
    private static boolean eliminate(double[] u, int r, int stride, double lambda) {
        for (int k = 0; k < r; k++) {
            int row = k * stride;
            double pivot = u[row + k] + lambda;
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                return false;
            }
            double reciprocal = 1 / Math.sqrt(pivot);
            VectorLoops.scale(reciprocal, u, row + k + 1, r - k);
            u[row + k] = reciprocal;
            subtract(u, row, k + 1, r, stride);
        }
        return true;
    }

    /** Row i of the rest less u[row + i] times the row at {@code row}, for all i. */
    private static void subtract(double[] u, int row, int from, int r, int stride) {
        for (int i = from; i < r; i++) {
            DoubleVector factor = EXACT.cast(DoubleVector.broadcast(SPECIES, -u[row + i]));
            int target = i * stride;
            for (int j = i & -COUNT; j <= r; j += COUNT) {
                EXACT.cast(DoubleVector.fromArray(SPECIES, u, row + j))
                        .fma(factor, EXACT.cast(DoubleVector.fromArray(SPECIES, u, target + j)))
                        .intoArray(u, target + j);
            }
        }
    }

    /** x = L⁻ᵀ·(L⁻¹b). */
    private static void substitute(double[] u, int r, int stride, double[] x, int at) {
        for (int k = r - 1; k >= 0; k--) {
            int row = k * stride;
            double known = VectorLoops.dot(u, row + k + 1, x, at + k + 1, r - 1 - k);
            x[at + k] = (u[row + r] - known) * u[row + k];
        }
    }

    private static double value(
            double[] gram, int r, int stride, double lambda, double[] x, int at) {
        double sum = 0;
        for (int i = 0; i < r; i++) {
            int row = i * stride;
            double below = VectorLoops.dot(gram, row, x, at, i);
            double diagonal = 0.5 * (gram[row + i] + lambda) * x[at + i];
            sum += x[at + i] * (below + diagonal - gram[r * stride + i]);
        }
        return sum;
    }
}
