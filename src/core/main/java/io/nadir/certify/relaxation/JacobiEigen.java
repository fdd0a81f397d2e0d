package io.nadir.certify.relaxation;

import java.util.Arrays;

/**
 * Eigendecomposition of small symmetric matrices by Jacobi's method, which allocates nothing and is
 * fastest for matrices that are nearly diagonal, such as those of a subspace that hardly moved.
 */
final class JacobiEigen {
    /** Elements below this share of the Frobenius norm count as 0. */
    private static final double NEGLIGIBLE = 1e-15;

    private static final int MOST_SWEEPS = 30;

    private double[] a = new double[0];
    private double[] vectors = new double[0];
    private double[] values = new double[0];
    private int[] order = new int[0];
    private int p;

    /** Provides the array for a p×p matrix, row-major, to be filled before {@link #decompose}. */
    double[] matrix(int rows) {
        if (a.length < rows * rows) {
            a = new double[rows * rows];
            vectors = new double[rows * rows];
            values = new double[rows];
            order = new int[rows];
        }
        p = rows;
        return a;
    }

    /** Eigenvalues of the last matrix, descending. */
    double[] values() {
        return values;
    }

    /** Element i of the unit eigenvector of {@code values()[j]}. */
    double vector(int i, int j) {
        return vectors[order[j] * p + i];
    }

    /** Decomposes the symmetric matrix, which is destroyed. */
    void decompose() {
        Arrays.fill(vectors, 0, p * p, 0);
        double frobenius = 0;
        for (int i = 0; i < p; i++) {
            vectors[i * p + i] = 1;
            for (int j = 0; j < p; j++) {
                frobenius += a[i * p + j] * a[i * p + j];
            }
        }
        double negligible = NEGLIGIBLE * Math.sqrt(frobenius) / p;
        boolean moved = true;
        for (int sweep = 0; sweep < MOST_SWEEPS && moved; sweep++) {
            moved = false;
            for (int i = 0; i < p; i++) {
                for (int j = i + 1; j < p; j++) {
                    if (Math.abs(a[i * p + j]) > negligible) {
                        rotate(i, j);
                        moved = true;
                    }
                }
            }
        }
        sort();
    }

    /** Makes element (i, j) zero; works on whole rows, then mirrors two columns. */
    private void rotate(int i, int j) {
        double off = a[i * p + j];
        double theta = (a[j * p + j] - a[i * p + i]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        double first = a[i * p + i] - t * off;
        double second = a[j * p + j] + t * off;
        turn(a, i * p, j * p, c, s);
        turn(vectors, i * p, j * p, c, s);
        a[i * p + i] = first;
        a[j * p + j] = second;
        a[i * p + j] = 0;
        a[j * p + i] = 0;
        for (int k = 0; k < p; k++) {
            a[k * p + i] = a[i * p + k];
            a[k * p + j] = a[j * p + k];
        }
    }

    private void turn(double[] x, int i, int j, double c, double s) {
        for (int k = 0; k < p; k++) {
            double u = x[i + k];
            double v = x[j + k];
            x[i + k] = c * u - s * v;
            x[j + k] = s * u + c * v;
        }
    }

    private void sort() {
        for (int i = 0; i < p; i++) {
            int at = i;
            while (at > 0 && a[order[at - 1] * (p + 1)] < a[i * (p + 1)]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        for (int i = 0; i < p; i++) {
            values[i] = a[order[i] * (p + 1)];
        }
    }
}
