package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.NoConvergenceException;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

/**
 * What every implementation has in common: argument checks, empty matrices, scaling, and the copy
 * that a factorization may destroy. An implementation sees packed, finite, well scaled matrices
 * with at least one element.
 */
abstract class CheckedLinearAlgebra implements DenseLinearAlgebra {

    private final String name;
    private final String reason;

    CheckedLinearAlgebra(String name, String reason) {
        this.name = name;
        this.reason = reason;
    }

    /** Both factors and the values, descending; destroys {@code a}. */
    abstract Svd factorSvd(int m, int n, double[] a);

    /** The values, descending; destroys {@code a}. */
    abstract double[] factorSingularValues(int m, int n, double[] a);

    /** The values, ascending, and the vectors as rows; destroys {@code a}, which is symmetric. */
    abstract SymmetricEigen factorSymmetricEigen(int n, double[] a);

    /** Replaces the lower triangle of {@code a} by L, or returns false. */
    abstract boolean factorCholesky(int n, double[] a);

    /** C ← α op(A) op(B) + β C for matrices that are whole arrays, m, n and k positive. */
    abstract void multiply(
            double alpha,
            MatrixView a,
            boolean transposeA,
            MatrixView b,
            boolean transposeB,
            double beta,
            MatrixView c);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String reason() {
        return reason;
    }

    @Override
    public final Svd svd(MatrixView a) {
        int m = a.rows();
        int n = a.columns();
        if (m == 0 || n == 0) {
            return new Svd(MatrixView.zeros(m, 0), new double[0], MatrixView.zeros(0, n));
        }
        ScaledCopy copy = ScaledCopy.of(a);
        Svd scaled = factorSvd(m, n, copy.packed());
        return new Svd(scaled.u(), copy.restore(scaled.singularValues()), scaled.vt());
    }

    @Override
    public final double[] singularValues(MatrixView a) {
        if (a.rows() == 0 || a.columns() == 0) {
            return new double[0];
        }
        ScaledCopy copy = ScaledCopy.of(a);
        return copy.restore(factorSingularValues(a.rows(), a.columns(), copy.packed()));
    }

    @Override
    public final SymmetricEigen symmetricEigen(MatrixView a) {
        checkSquare(a);
        int n = a.rows();
        if (n == 0) {
            return new SymmetricEigen(new double[0], MatrixView.zeros(0, 0));
        }
        ScaledCopy copy = ScaledCopy.ofLowerTriangle(a);
        SymmetricEigen scaled = factorSymmetricEigen(n, copy.packed());
        return new SymmetricEigen(copy.restore(scaled.values()), scaled.vectors());
    }

    @Override
    public final boolean cholesky(MatrixView a) {
        checkSquare(a);
        int n = a.rows();
        if (n == 0) {
            return true;
        }
        ScaledCopy copy = ScaledCopy.ofLowerTriangle(a);
        boolean definite = factorCholesky(n, copy.packed());
        if (definite) {
            double[] factor = copy.restoreRoot(copy.packed());
            for (int i = 0; i < n; i++) {
                System.arraycopy(factor, i * n, a.array(), a.rowStart(i), i + 1);
            }
        }
        return definite;
    }

    @Override
    public final void gemm(
            double alpha,
            MatrixView a,
            boolean transposeA,
            MatrixView b,
            boolean transposeB,
            double beta,
            MatrixView c) {
        checkProduct(a, transposeA, b, transposeB, c);
        if (c.rows() == 0 || c.columns() == 0) {
            return;
        }
        MatrixView whole = whole(c);
        if (alpha == 0 || a.rows() == 0 || a.columns() == 0) {
            scale(whole.array(), beta);
        } else {
            multiply(alpha, whole(a), transposeA, whole(b), transposeB, beta, whole);
        }
        if (!c.isWholeArray()) {
            c.setAll(whole.array());
        }
    }

    /** The failure of an iteration, to be thrown by the caller. */
    final NoConvergenceException noConvergence(String operation, int m, int n) {
        return new NoConvergenceException(
                "%s of a %d x %d matrix did not converge in %s".formatted(operation, m, n, name));
    }

    /** Multiplies in place by IEEE rules, except that 0 times NaN or infinity is 0. */
    static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = factor == 0 ? 0 : factor * values[i];
        }
    }

    /**
     * The matrix as the only content of an array: itself, or a copy. Native code copies whole
     * arrays in and out, so that what other threads do to the rest of an array would be lost.
     */
    private static MatrixView whole(MatrixView a) {
        return a.isWholeArray() ? a : MatrixView.wrap(a.rows(), a.columns(), a.toArray());
    }

    private static void checkSquare(MatrixView a) {
        if (a.rows() != a.columns()) {
            throw new IllegalArgumentException(
                    "not square: %d x %d".formatted(a.rows(), a.columns()));
        }
    }

    private static void checkProduct(
            MatrixView a, boolean transposeA, MatrixView b, boolean transposeB, MatrixView c) {
        int m = transposeA ? a.columns() : a.rows();
        int k = transposeA ? a.rows() : a.columns();
        int k2 = transposeB ? b.columns() : b.rows();
        int n = transposeB ? b.rows() : b.columns();
        if (k != k2 || c.rows() != m || c.columns() != n) {
            throw new IllegalArgumentException(
                    "shapes do not fit: (%d x %d)(%d x %d) into %d x %d"
                            .formatted(m, k, k2, n, c.rows(), c.columns()));
        }
        if (c.overlaps(a) || c.overlaps(b)) {
            throw new IllegalArgumentException("the result overlaps an operand");
        }
    }
}
