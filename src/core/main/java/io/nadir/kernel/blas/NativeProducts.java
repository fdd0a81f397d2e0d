package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixProducts;
import io.nadir.kernel.MatrixView;

/**
 * Products by the {@code dgemm} of a library. Nothing is transposed: of our row-major matrices,
 * Fortran sees the transposes, and computes Cᵀ += Bᵀ·op(A)ᵀ.
 */
final class NativeProducts implements MatrixProducts {

    private final Fortran blas;
    private final Runnable beforeCalls;

    /**
     * Takes a library.
     *
     * @param blas has {@code dgemm}
     * @param beforeCalls runs before each call, on the thread that calls
     */
    NativeProducts(Fortran blas, Runnable beforeCalls) {
        this.blas = blas;
        this.beforeCalls = beforeCalls;
    }

    @Override
    public void multiplyAdd(MatrixView a, boolean transposed, MatrixView b, MatrixView c) {
        int rows = transposed ? a.columns() : a.rows();
        int inner = transposed ? a.rows() : a.columns();
        if (b.rows() != inner || c.rows() != rows || c.columns() != b.columns()) {
            throw new IllegalArgumentException(
                    "shapes do not fit: %d x %d%s times %d x %d into %d x %d"
                            .formatted(
                                    a.rows(),
                                    a.columns(),
                                    transposed ? " transposed" : "",
                                    b.rows(),
                                    b.columns(),
                                    c.rows(),
                                    c.columns()));
        }
        if (rows == 0 || inner == 0 || c.columns() == 0) {
            return;
        }
        beforeCalls.run();
        try (NativeCall call = new NativeCall()) {
            var result = call.copy(c);
            blas.call(
                    FortranRoutine.DGEMM,
                    call.character('N'),
                    call.character(transposed ? 'T' : 'N'),
                    call.integer(c.columns()),
                    call.integer(rows),
                    call.integer(inner),
                    call.number(1),
                    call.copy(b),
                    call.integer(b.columns()),
                    call.copy(a),
                    call.integer(a.columns()),
                    call.number(1),
                    result,
                    call.integer(c.columns()));
            NativeCall.read(result, c);
        }
    }
}
