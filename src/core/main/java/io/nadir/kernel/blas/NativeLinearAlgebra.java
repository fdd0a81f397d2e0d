package io.nadir.kernel.blas;

import io.nadir.kernel.MatrixProducts;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Qr;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * LAPACK of a library of the system. Nothing is transposed, as in {@link JblasLinearAlgebra}.
 *
 * <p>Divide and conquer comes first. QR iteration takes over where it does not converge, and where
 * its working memory would have 2³¹ elements or more.
 */
final class NativeLinearAlgebra extends CheckedLinearAlgebra {

    /** Up to here, the 8·k² elements that {@code dgesdd} takes at most are countable. */
    private static final int LARGEST_DIVIDED_SVD = 16_000;

    /** Up to here, the 1 + 6·n + 2·n² elements of {@code dsyevd} are countable. */
    private static final int LARGEST_DIVIDED_EIGEN = 32_000;

    private final Lapack lapack;
    private final MatrixProducts products;

    /**
     * Takes a library.
     *
     * @param reason what {@link #reason} returns
     * @param products of the same library or of another one
     */
    NativeLinearAlgebra(String reason, Lapack lapack, MatrixProducts products) {
        super("native", reason);
        this.lapack = lapack;
        this.products = products;
    }

    @Override
    public Optional<MatrixProducts> products() {
        return Optional.of(products);
    }

    @Override
    public Optional<Qr> qr(MatrixView a) {
        int m = a.rows();
        int n = a.columns();
        if (m < n) {
            throw new IllegalArgumentException(
                    "QR of a %d x %d matrix: rows must not be fewer".formatted(m, n));
        }
        if (n == 0) {
            return Optional.of(new Qr(MatrixView.zeros(m, 0), MatrixView.zeros(0, 0)));
        }
        ScaledCopy copy = ScaledCopy.of(a);
        Qr scaled = new NativeQr(lapack).factor(m, n, copy.packed());
        copy.restore(scaled.r().array());
        return Optional.of(scaled);
    }

    @Override
    Svd factorSvd(int m, int n, double[] a) {
        int k = Math.min(m, n);
        MatrixView u = MatrixView.zeros(m, k);
        MatrixView vt = MatrixView.zeros(k, n);
        double[] values = singular('S', m, n, a, vt.array(), u.array());
        return new Svd(u, values, vt);
    }

    @Override
    double[] factorSingularValues(int m, int n, double[] a) {
        return singular('N', m, n, a, new double[0], new double[0]);
    }

    /** The left singular vectors are those of Aᵀ, which is n × m. */
    private double[] singular(char job, int m, int n, double[] a, double[] left, double[] right) {
        double[] values = new double[Math.min(m, n)];
        int info = 1;
        if (values.length <= LARGEST_DIVIDED_SVD) {
            info = singular(FortranRoutine.DGESDD, job, m, n, a, values, left, right);
        }
        if (info > 0) {
            info = singular(FortranRoutine.DGESVD, job, m, n, a, values, left, right);
        }
        requireConvergence(info, values, "the singular value decomposition", m, n);
        return values;
    }

    private int singular(
            FortranRoutine routine,
            char job,
            int m,
            int n,
            double[] a,
            double[] values,
            double[] left,
            double[] right) {
        int k = values.length;
        try (NativeCall call = new NativeCall()) {
            MemorySegment jobs = call.character(job);
            MemorySegment rows = call.integer(n);
            MemorySegment columns = call.integer(m);
            MemorySegment strideOfRight = call.integer(k);
            MemorySegment s = call.numbers(k);
            MemorySegment u = call.numbers(left.length);
            MemorySegment vt = call.numbers(right.length);
            MemorySegment copy = call.copy(a);
            MemorySegment indices = call.integers(8L * k);
            Lapack.Arguments divided =
                    (work, length, info) ->
                            new MemorySegment[] {
                                jobs,
                                rows,
                                columns,
                                copy,
                                rows,
                                s,
                                u,
                                rows,
                                vt,
                                strideOfRight,
                                work,
                                length,
                                indices,
                                info
                            };
            Lapack.Arguments iterated =
                    (work, length, info) ->
                            new MemorySegment[] {
                                jobs,
                                jobs,
                                rows,
                                columns,
                                copy,
                                rows,
                                s,
                                u,
                                rows,
                                vt,
                                strideOfRight,
                                work,
                                length,
                                info
                            };
            int info =
                    lapack.run(
                            call,
                            routine,
                            8L * k + Math.max(m, n),
                            routine == FortranRoutine.DGESDD ? divided : iterated);
            NativeCall.read(s, values);
            NativeCall.read(u, left);
            NativeCall.read(vt, right);
            return info;
        }
    }

    @Override
    SymmetricEigen factorSymmetricEigen(int n, double[] a) {
        double[] values = new double[n];
        MatrixView vectors = MatrixView.zeros(n, n);
        int info = 1;
        if (n <= LARGEST_DIVIDED_EIGEN) {
            info = eigen(FortranRoutine.DSYEVD, n, a, values, vectors.array());
        }
        if (info > 0) {
            info = eigen(FortranRoutine.DSYEV, n, a, values, vectors.array());
        }
        requireConvergence(info, values, "the eigendecomposition", n, n);
        return new SymmetricEigen(values, vectors);
    }

    private int eigen(
            FortranRoutine routine, int n, double[] a, double[] values, double[] vectors) {
        try (NativeCall call = new NativeCall()) {
            MemorySegment job = call.character('V');
            MemorySegment triangle = call.character('U');
            MemorySegment order = call.integer(n);
            MemorySegment copy = call.copy(a);
            MemorySegment w = call.numbers(n);
            int info;
            if (routine == FortranRoutine.DSYEVD) {
                MemorySegment indices = call.integers(3 + 5L * n);
                MemorySegment count = call.integer(3 + 5 * n);
                info =
                        lapack.run(
                                call,
                                routine,
                                1 + 6L * n + 2L * n * n,
                                (work, length, status) ->
                                        new MemorySegment[] {
                                            job, triangle, order, copy, order, w, work, length,
                                            indices, count, status
                                        });
            } else {
                info =
                        lapack.run(
                                call,
                                routine,
                                3L * n,
                                (work, length, status) ->
                                        new MemorySegment[] {
                                            job, triangle, order, copy, order, w, work, length,
                                            status
                                        });
            }
            NativeCall.read(w, values);
            NativeCall.read(copy, vectors);
            return info;
        }
    }

    private void requireConvergence(int info, double[] values, String operation, int m, int n) {
        if (info > 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw noConvergence(operation, m, n);
        }
    }
}
