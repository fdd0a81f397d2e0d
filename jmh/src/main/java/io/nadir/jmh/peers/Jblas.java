package io.nadir.jmh.peers;

import io.nadir.kernel.LinearAlgebra;

import org.jblas.NativeBlas;

/** JBLAS's products of column-major arrays: native code behind JNI, on one thread. */
public final class Jblas {
    private final String description;

    /**
     * Loads the native library.
     *
     * @throws IllegalStateException if there is none for this machine
     */
    public Jblas() {
        // Loads the Fortran runtime that JBLAS alone would not find.
        description = LinearAlgebra.get().reason();
        if (!LinearAlgebra.get().name().equals("jblas")) {
            throw new IllegalStateException("JBLAS does not load: " + description);
        }
    }

    /** C = op(A)·op(B), op(A) m×k, op(B) k×n: 'N' as it is, 'T' transposed. */
    public void gemm(
            char transA, char transB, int m, int n, int k, double[] a, double[] b, double[] c) {
        int rowsOfA = transA == 'N' ? m : k;
        int rowsOfB = transB == 'N' ? k : n;
        NativeBlas.dgemm(transA, transB, m, n, k, 1, a, 0, rowsOfA, b, 0, rowsOfB, 0, c, 0, m);
    }

    String describe() {
        return description;
    }
}
