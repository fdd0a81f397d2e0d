package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Qr;

import java.lang.foreign.MemorySegment;

/**
 * Householder QR by LAPACK. Fortran sees our A transposed, so it computes Aᵀ = LQ, whose factors
 * are, read row-major, our R and Q.
 */
final class NativeQr {

    private final Lapack lapack;

    NativeQr(Lapack lapack) {
        this.lapack = lapack;
    }

    /**
     * Factors a packed, finite matrix with m ≥ n ≥ 1.
     *
     * @param a not changed
     */
    Qr factor(int m, int n, double[] a) {
        MatrixView q = MatrixView.zeros(m, n);
        MatrixView r = MatrixView.zeros(n, n);
        try (NativeCall call = new NativeCall()) {
            MemorySegment rows = call.integer(n);
            MemorySegment columns = call.integer(m);
            MemorySegment copy = call.copy(a);
            MemorySegment tau = call.numbers(n);
            lapack.run(
                    call,
                    FortranRoutine.DGELQF,
                    n,
                    (work, length, info) ->
                            new MemorySegment[] {
                                rows, columns, copy, rows, tau, work, length, info
                            });
            NativeCall.read(copy, q.array());
            for (int i = 0; i < n; i++) {
                System.arraycopy(q.array(), i * n + i, r.array(), i * n + i, n - i);
            }
            lapack.run(
                    call,
                    FortranRoutine.DORGLQ,
                    n,
                    (work, length, info) ->
                            new MemorySegment[] {
                                rows, columns, rows, copy, rows, tau, work, length, info
                            });
            NativeCall.read(copy, q.array());
        }
        makeDiagonalNonnegative(q, r);
        return new Qr(q, r);
    }

    private static void makeDiagonalNonnegative(MatrixView q, MatrixView r) {
        int n = r.rows();
        for (int i = 0; i < n; i++) {
            if (r.array()[i * n + i] < 0) {
                for (int j = i; j < n; j++) {
                    r.array()[i * n + j] = -r.array()[i * n + j];
                }
                for (int k = 0; k < q.rows(); k++) {
                    q.array()[k * n + i] = -q.array()[k * n + i];
                }
            }
        }
    }
}
