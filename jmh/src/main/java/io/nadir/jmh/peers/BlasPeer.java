package io.nadir.jmh.peers;

/** What implementations of BLAS share: gemm, and gemv where B is one column. */
abstract class BlasPeer implements Peer<ColumnMajor> {
    private static final char NO = 'N';
    private static final char YES = 'T';

    /** C = op(A)·op(B) with op(A) m×k, op(B) k×n; leading dimensions are numbers of rows. */
    abstract void gemm(
            char transA,
            char transB,
            int m,
            int n,
            int k,
            ColumnMajor a,
            ColumnMajor b,
            double[] c);

    /** y = op(A)·x. */
    abstract void gemv(char transA, ColumnMajor a, double[] x, double[] y);

    @Override
    public final ColumnMajor zeros(int rows, int columns) {
        return ColumnMajor.zeros(rows, columns);
    }

    @Override
    public final ColumnMajor copyOf(int rows, int columns, double[] rowMajor) {
        return ColumnMajor.copyOf(rows, columns, rowMajor);
    }

    @Override
    public final double[] toRowMajor(ColumnMajor a) {
        return a.toRowMajor();
    }

    @Override
    public final double[] elements(ColumnMajor a) {
        return a.data();
    }

    @Override
    public final void multiply(ColumnMajor a, ColumnMajor b, ColumnMajor c) {
        product(NO, a, a.columns(), b, c);
    }

    @Override
    public final void transposeMultiply(ColumnMajor a, ColumnMajor b, ColumnMajor c) {
        product(YES, a, a.rows(), b, c);
    }

    @Override
    public final void multiplyTranspose(ColumnMajor a, ColumnMajor b, ColumnMajor c) {
        gemm(NO, YES, c.rows(), c.columns(), a.columns(), a, b, c.data());
    }

    private void product(char transA, ColumnMajor a, int k, ColumnMajor b, ColumnMajor c) {
        if (b.columns() == 1) {
            gemv(transA, a, b.data(), c.data());
        } else {
            gemm(transA, NO, c.rows(), c.columns(), k, a, b, c.data());
        }
    }
}
