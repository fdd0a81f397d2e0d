package io.nadir.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;

/**
 * dev.ludovic.netlib, as it chooses: a system library behind JNI where there is one; or held to
 * Java with the Vector API. Which of them it is belongs beside every figure.
 */
final class NetlibPeer extends BlasPeer {
    private final BLAS blas;

    NetlibPeer(BLAS blas) {
        this.blas = blas;
    }

    @Override
    public String describe() {
        return "dev.ludovic.netlib, " + blas.getClass().getName();
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
        String opA = String.valueOf(transA);
        String opB = String.valueOf(transB);
        blas.dgemm(opA, opB, m, n, k, 1, a.data(), a.rows(), b.data(), b.rows(), 0, c, m);
    }

    @Override
    void gemv(char transA, ColumnMajor a, double[] x, double[] y) {
        String opA = String.valueOf(transA);
        blas.dgemv(opA, a.rows(), a.columns(), 1, a.data(), a.rows(), x, 1, 0, y, 1);
    }
}
