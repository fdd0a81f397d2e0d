package embedder.symmetric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Eigenvalues of a symmetric matrix, descending, by Jacobi's rotations.
 *
 * @param values the eigenvalues
 * @param vectors column i, of n×n row-major, is the eigenvector of value i
 * @param error every value is within this of an exact one: what is left beside the diagonal, and 20
 *     units of roundoff of the norm for each rotation (Higham 2002, lemma 19.7, from both sides)
 */
record Eigen(double[] values, double[] vectors, double error) {
    private static final int MOST_SWEEPS = 60;

    static Eigen of(int n, double[] matrix, Runnable checkpoint) {
        double[] a = matrix.clone();
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        double norm = Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
        int rotations = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS && besides(n, a) > 1e-15 * norm; sweep++) {
            checkpoint.run();
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (a[p * n + q] != 0) {
                        rotate(n, a, v, p, q);
                        rotations++;
                    }
                }
            }
        }
        return sorted(n, a, v, besides(n, a) + 20 * (rotations + 1) * 0x1p-53 * norm);
    }

    double largest() {
        return values[0];
    }

    /** Makes a[p][q] 0 (Golub & Van Loan, section 8.5). */
    private static void rotate(int n, double[] a, double[] v, int p, int q) {
        double tau = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
        double t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
        double c = 1 / Math.hypot(1, t);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            turn(a, k * n + p, k * n + q, c, s);
            turn(v, k * n + p, k * n + q, c, s);
        }
        for (int k = 0; k < n; k++) {
            turn(a, p * n + k, q * n + k, c, s);
        }
    }

    private static void turn(double[] x, int p, int q, double c, double s) {
        double first = x[p];
        x[p] = c * first - s * x[q];
        x[q] = s * first + c * x[q];
    }

    /** The norm of what is not on the diagonal. */
    private static double besides(int n, double[] a) {
        double sum = 0;
        for (int at = 0; at < n * n; at++) {
            sum += at / n == at % n ? 0 : a[at] * a[at];
        }
        return Math.sqrt(sum);
    }

    private static Eigen sorted(int n, double[] a, double[] v, double error) {
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted((i, j) -> Double.compare(a[j * n + j], a[i * n + i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int to = 0; to < n; to++) {
            values[to] = a[order[to] * n + order[to]];
            for (int k = 0; k < n; k++) {
                vectors[k * n + to] = v[k * n + order[to]];
            }
        }
        return new Eigen(values, vectors, error);
    }
}
