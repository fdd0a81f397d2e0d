package io.nadir.jmh.peers;

import org.jblas.NativeBlas;

/** JBLAS: native code behind JNI, which pins the arrays and does not copy them. Single-threaded. */
final class JblasPeer extends BlasPeer {
    private final Jblas jblas = new Jblas();

    @Override
    public String describe() {
        return jblas.describe();
    }

    @Override
    void gemm(
            char transA,
            char transB,
            int m,
            int n,
            int k,
            ColumnMajor a,
            ColumnMajor b,
            double[] c) {
        jblas.gemm(transA, transB, m, n, k, a.data(), b.data(), c);
    }

    @Override
    void gemv(char transA, ColumnMajor a, double[] x, double[] y) {
        NativeBlas.dgemv(
                transA, a.rows(), a.columns(), 1, a.data(), 0, a.rows(), x, 0, 1, 0, y, 0, 1);
    }
}
