package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

import org.jblas.NativeBlas;

/**
 * LAPACK and BLAS by JBLAS, straight on our arrays.
 *
 * <p>LAPACK is column-major, and a row-major A, read column-major, is Aᵀ. So nothing is transposed:
 * of Aᵀ = V diag(s) Uᵀ, LAPACK's left factor, read row-major, is our Vᵀ and its right factor our U;
 * Cᵀ = op(B)ᵀ op(A)ᵀ swaps the operands of a product; our lower triangle is its upper one.
 *
 * <p>JNI copies every array in and out again, whole: the cost of a call on n² elements is some n²
 * besides its n³.
 *
 * <p>Thread safety: the library inside was built without threads, and calls at the same time
 * corrupt each other's buffers. One lock for the process admits one call at a time.
 */
final class JblasLinearAlgebra extends CheckedLinearAlgebra {

    private static final Object ONE_AT_A_TIME = new Object();
    private static final double[] UNUSED = new double[1];

    JblasLinearAlgebra(String reason) {
        super("jblas", reason);
    }

    @Override
    Svd factorSvd(int m, int n, double[] a) {
        int k = Math.min(m, n);
        MatrixView u = MatrixView.zeros(m, k);
        MatrixView vt = MatrixView.zeros(k, n);
        double[] values = new double[k];
        int info;
        synchronized (ONE_AT_A_TIME) {
            info =
                    NativeBlas.dgesvd(
                            'S', 'S', n, m, a, 0, n, values, 0, vt.array(), 0, n, u.array(), 0, k);
        }
        requireConvergence(info, "the singular value decomposition", m, n);
        return new Svd(u, values, vt);
    }

    @Override
    double[] factorSingularValues(int m, int n, double[] a) {
        double[] values = new double[Math.min(m, n)];
        int info;
        synchronized (ONE_AT_A_TIME) {
            info =
                    NativeBlas.dgesvd(
                            'N', 'N', n, m, a, 0, n, values, 0, UNUSED, 0, 1, UNUSED, 0, 1);
        }
        requireConvergence(info, "the singular value decomposition", m, n);
        return values;
    }

    @Override
    SymmetricEigen factorSymmetricEigen(int n, double[] a) {
        double[] values = new double[n];
        int info;
        synchronized (ONE_AT_A_TIME) {
            info = NativeBlas.dsyevd('V', 'U', n, a, 0, n, values, 0);
        }
        requireConvergence(info, "the eigendecomposition", n, n);
        return new SymmetricEigen(values, MatrixView.wrap(n, n, a));
    }

    private void requireConvergence(int info, String operation, int m, int n) {
        if (info != 0) {
            throw noConvergence(operation, m, n);
        }
    }
}
