package io.nadir.jmh.peers;

import io.nadir.kernel.LinearAlgebra;

import org.jblas.NativeBlas;

/** JBLAS: native code behind JNI, which pins the arrays and does not copy them. Single-threaded. */
final class JblasPeer extends BlasPeer {
    private final String description;

    JblasPeer() {
        // Loads the Fortran runtime that JBLAS alone would not find.
        description = LinearAlgebra.get().reason();
        if (!LinearAlgebra.get().name().equals("jblas")) {
            throw new IllegalStateException("JBLAS does not load: " + description);
        }
    }

    @Override
    public String describe() {
        return description;
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
        NativeBlas.dgemm(
                transA, transB, m, n, k, 1, a.data(), 0, a.rows(), b.data(), 0, b.rows(), 0, c, 0,
                m);
    }

    @Override
    void gemv(char transA, ColumnMajor a, double[] x, double[] y) {
        NativeBlas.dgemv(
                transA, a.rows(), a.columns(), 1, a.data(), 0, a.rows(), x, 0, 1, 0, y, 0, 1);
    }
}
