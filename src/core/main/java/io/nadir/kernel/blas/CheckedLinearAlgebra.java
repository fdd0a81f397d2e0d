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

    /** The failure of an iteration, to be thrown by the caller. */
    final NoConvergenceException noConvergence(String operation, int m, int n) {
        return new NoConvergenceException(
                "%s of a %d x %d matrix did not converge in %s".formatted(operation, m, n, name));
    }

    private static void checkSquare(MatrixView a) {
        if (a.rows() != a.columns()) {
            throw new IllegalArgumentException(
                    "not square: %d x %d".formatted(a.rows(), a.columns()));
        }
    }
}
