package io.nadir.kernel;

/** The normal equations of one small ridge regression: (A + λI)·x = b, A symmetric and r×r. */
public final class NormalEquations {
    private NormalEquations() {}

    /**
     * Writes the solution to r elements of {@code x}, unless a pivot is not positive, which leaves
     * them as they are.
     *
     * @param a lower triangle of A, row-major
     * @param bAt of the first element of b
     * @param stride distance between rows of {@code a} and of {@code factor}
     * @param factor takes the Cholesky factor
     * @param at of the first element of {@code x}
     * @return ½xᵀ(A + λI)x − bᵀx at what is in {@code x} then; an error in x enters squared
     */
    public static double solve(
            double[] a,
            double[] b,
            int bAt,
            int r,
            int stride,
            double lambda,
            double[] factor,
            double[] x,
            int at) {
        for (int i = 0; i < r; i++) {
            System.arraycopy(a, i * stride, factor, i * stride, i + 1);
            factor[i * stride + i] += lambda;
        }
        if (cholesky(factor, r, stride)) {
            substitute(factor, b, bAt, r, stride, x, at);
        }
        return value(a, b, bAt, r, stride, lambda, x, at);
    }

    /** A = L·Lᵀ in place; the diagonal gets the reciprocals of L's. */
    private static boolean cholesky(double[] l, int r, int stride) {
        for (int i = 0; i < r; i++) {
            int rowI = i * stride;
            for (int j = 0; j < i; j++) {
                int rowJ = j * stride;
                double sum = l[rowI + j];
                for (int k = 0; k < j; k++) {
                    sum -= l[rowI + k] * l[rowJ + k];
                }
                l[rowI + j] = sum * l[rowJ + j];
            }
            double pivot = l[rowI + i];
            for (int k = 0; k < i; k++) {
                pivot -= l[rowI + k] * l[rowI + k];
            }
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                return false;
            }
            l[rowI + i] = 1 / Math.sqrt(pivot);
        }
        return true;
    }

    /** x = L⁻ᵀ·L⁻¹·b. */
    private static void substitute(
            double[] l, double[] b, int bAt, int r, int stride, double[] x, int at) {
        for (int i = 0; i < r; i++) {
            double sum = b[bAt + i];
            for (int k = 0; k < i; k++) {
                sum -= l[i * stride + k] * x[at + k];
            }
            x[at + i] = sum * l[i * stride + i];
        }
        for (int i = r - 1; i >= 0; i--) {
            double value = x[at + i] * l[i * stride + i];
            x[at + i] = value;
            for (int k = 0; k < i; k++) {
                x[at + k] -= l[i * stride + k] * value;
            }
        }
    }

    private static double value(
            double[] a, double[] b, int bAt, int r, int stride, double lambda, double[] x, int at) {
        double sum = 0;
        for (int i = 0; i < r; i++) {
            double below = 0;
            for (int k = 0; k < i; k++) {
                below += a[i * stride + k] * x[at + k];
            }
            double diagonal = 0.5 * (a[i * stride + i] + lambda) * x[at + i];
            sum += x[at + i] * (below + diagonal - b[bAt + i]);
        }
        return sum;
    }
}
