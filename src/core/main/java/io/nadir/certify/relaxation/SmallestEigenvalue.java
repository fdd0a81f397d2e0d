package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A number below the eigenvalues of a symmetric matrix, to steer by: the smallest Ritz value of a
 * few steps of Lanczos's method less the norm of what is left (Zhou and Li 2011).
 */
final class SmallestEigenvalue {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int n;
    private final int steps;
    private final JacobiEigen small = new JacobiEigen();
    private final double[] start;
    private final double[] basis;
    private final double[] rest;

    SmallestEigenvalue(int n, int mostSteps) {
        this.n = n;
        this.steps = Math.min(n, mostSteps);
        this.start = new SplittableRandom(2).doubles(n, -1, 1).toArray();
        this.basis = new double[steps * n];
        this.rest = new double[n];
    }

    /** The number for a matrix, n×n without padding. */
    double below(Panel m) {
        double[] h = small.matrix(steps);
        Arrays.fill(h, 0, steps * steps, 0);
        System.arraycopy(start, 0, rest, 0, n);
        double left = norm();
        for (int k = 0; k < steps && left > 0; k++) {
            if (k > 0) {
                h[(k - 1) * steps + k] = left;
                h[k * steps + k - 1] = left;
            }
            Arrays.fill(basis, k * n, k * n + n, 0);
            KERNELS.axpy(1 / left, rest, 0, basis, k * n, n);
            for (int i = 0; i < n; i++) {
                rest[i] = KERNELS.dot(m.data(), i * n, basis, k * n, n);
            }
            h[k * steps + k] = KERNELS.dot(basis, k * n, rest, 0, n);
            orthogonalize(k);
            left = norm();
        }
        // Rows that were not reached have eigenvalues of 0, which do no harm.
        small.decompose();
        return small.values()[steps - 1] - left;
    }

    private double norm() {
        return Math.sqrt(KERNELS.dot(rest, 0, rest, 0, n));
    }

    /** Takes the vectors up to the k-th out of the rest, twice. */
    private void orthogonalize(int k) {
        for (int round = 0; round < 2; round++) {
            for (int i = k; i >= 0; i--) {
                double c = KERNELS.dot(basis, i * n, rest, 0, n);
                KERNELS.axpy(-c, basis, i * n, rest, 0, n);
            }
        }
    }
}
