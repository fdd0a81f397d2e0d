package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Objects;

/**
 * Decompositions of small panels, of the size of the rank, in the order that the solver wants:
 * largest values first, vectors as columns. See {@link DenseLinearAlgebra} for accuracy, scales and
 * errors thrown.
 */
public final class SmallDense {
    /** Rows from which a decomposition takes more than some 20 milliseconds. */
    private static final int SLOW = 300;

    private SmallDense() {}

    /**
     * A = U · diag(values) · Vᵀ.
     *
     * @param u p×k with orthonormal columns, k = min(p, q)
     * @param values k singular values, descending
     * @param v q×k with orthonormal columns
     */
    public record Svd(Panel u, double[] values, Panel v) {
        /** Rejects null. */
        public Svd {
            Objects.requireNonNull(u, "u");
            Objects.requireNonNull(values, "values");
            Objects.requireNonNull(v, "v");
        }
    }

    /**
     * A = X · diag(values) · Xᵀ.
     *
     * @param values eigenvalues, descending
     * @param vectors eigenvectors, orthonormal columns
     */
    public record Eigen(double[] values, Panel vectors) {
        /** Rejects null. */
        public Eigen {
            Objects.requireNonNull(values, "values");
            Objects.requireNonNull(vectors, "vectors");
        }
    }

    /** Thin singular value decomposition of a p×q panel. */
    public static Svd svd(Panel a) {
        io.nadir.kernel.Svd svd = LinearAlgebra.get().svd(view(a));
        Panel u = Panel.zeros(a.rows(), svd.singularValues().length);
        Panel v = Panel.zeros(a.columns(), svd.singularValues().length);
        for (int k = 0; k < svd.singularValues().length; k++) {
            for (int i = 0; i < u.rows(); i++) {
                u.set(i, k, svd.u().get(i, k));
            }
            for (int j = 0; j < v.rows(); j++) {
                v.set(j, k, svd.vt().get(k, j));
            }
        }
        return new Svd(u, svd.singularValues(), v);
    }

    /** Returns the eigendecomposition of a symmetric n×n panel, whose lower triangle is read. */
    public static Eigen symmetricEigen(Panel a) {
        SymmetricEigen eigen = LinearAlgebra.get().symmetricEigen(view(a));
        int n = a.rows();
        double[] values = new double[n];
        Panel vectors = Panel.zeros(n, n);
        for (int k = 0; k < n; k++) {
            int source = n - 1 - k;
            values[k] = eigen.values()[source];
            for (int i = 0; i < n; i++) {
                vectors.set(i, k, eigen.vectors().get(source, i));
            }
        }
        return new Eigen(values, vectors);
    }

    /**
     * Returns the same, for callers that may want to cancel it: large matrices are decomposed by a
     * thread of their own, which ends by itself, while this one waits.
     *
     * @param a the lower triangle is read; copied if it is large
     * @param checkpoint called every few milliseconds; may throw to give up at once
     */
    public static Eigen symmetricEigen(Panel a, Runnable checkpoint) {
        Objects.requireNonNull(checkpoint, "checkpoint");

        if (a.rows() < SLOW) {
            checkpoint.run();
            return symmetricEigen(a);
        }
        Panel copy = Panels.copy(a);
        return Cancellable.call(() -> symmetricEigen(copy), checkpoint);
    }

    private static MatrixView view(Panel a) {
        return new MatrixView(a.data(), 0, a.rows(), a.columns(), a.stride());
    }
}
