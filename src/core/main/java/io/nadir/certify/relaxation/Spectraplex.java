package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;

/**
 * The projection on the matrices K ⪰ 0 of trace at most 1: the eigenvalues w of a matrix become (w
 * − level)₊, with the smallest level ≥ 0 that leaves a sum of at most 1.
 */
final class Spectraplex {
    private static final DenseKernels KERNELS = Kernels.get();

    private final int n;
    private final Scratch scratch = new Scratch();
    private Panel directions;
    private Panel roots;
    private double[] weights = new double[0];

    /** Starts with K = 0. */
    Spectraplex(int n) {
        this.n = n;
        this.directions = Panel.zeros(n, 0);
        this.roots = Panel.zeros(0, n);
    }

    /** The eigenvectors of the last projection, as columns, largest eigenvalue first. */
    Panel directions() {
        return directions;
    }

    /** Their eigenvalues, of which the first {@code directions().columns()} count. */
    double[] weights() {
        return weights;
    }

    /** λ_max of a symmetric matrix. */
    double largest(Panel matrix) {
        return SmallDense.symmetricEigen(matrix).values()[0];
    }

    /** Projects a symmetric matrix. */
    void project(Panel matrix) {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(matrix);
        double[] values = eigen.values();
        double level = level(values, n);
        int count = 0;
        while (count < n && values[count] > level) {
            count++;
        }
        weights = new double[count];
        directions = Panel.zeros(n, count);
        for (int c = 0; c < count; c++) {
            weights[c] = values[c] - level;
            for (int i = 0; i < n; i++) {
                directions.set(i, c, eigen.vectors().get(i, c));
            }
        }
    }

    /** Writes the last projection, symmetric in every bit. */
    void writeTo(double[] k) {
        int rank = directions.columns();
        Arrays.fill(k, 0);
        if (rank == 0) {
            return;
        }
        roots = Panel.zeros(rank, n);
        for (int c = 0; c < rank; c++) {
            double root = Math.sqrt(weights[c]);
            for (int i = 0; i < n; i++) {
                roots.set(c, i, root * directions.get(i, c));
            }
        }
        KERNELS.gramLower(roots, 0, rank, Panel.wrap(k, n, n, 0), scratch);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                k[j * n + i] = k[i * n + j];
            }
        }
    }

    /** max(0, t) for the t with Σ(w_i − t)₊ = 1, w in descending order, of which some count. */
    static double level(double[] w, int count) {
        double sum = 0;
        double level = 0;
        for (int i = 0; i < count && w[i] > level; i++) {
            sum += w[i];
            level = Math.max(0, (sum - 1) / (i + 1));
        }
        return level;
    }
}
