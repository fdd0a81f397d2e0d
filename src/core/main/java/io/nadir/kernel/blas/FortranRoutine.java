package io.nadir.kernel.blas;

/**
 * The routines of BLAS and LAPACK that are called. There is no Cholesky factorization among them,
 * because proofs stand on the rounding errors of Nadir's own.
 */
enum FortranRoutine {
    /** C ← α·op(A)·op(B) + β·C. */
    DGEMM(13, 2),
    /** Singular value decomposition by divide and conquer. */
    DGESDD(14, 1),
    /** Singular value decomposition by QR iteration. */
    DGESVD(14, 2),
    /** Symmetric eigendecomposition by divide and conquer. */
    DSYEVD(11, 2),
    /** Symmetric eigendecomposition by QR iteration. */
    DSYEV(9, 2),
    /** LQ factorization. */
    DGELQF(8, 0),
    /** The orthogonal factor of an LQ factorization. */
    DORGLQ(9, 0),
    /** Version of LAPACK. */
    ILAVER(3, 0);

    private final int arguments;
    private final int lengths;

    FortranRoutine(int arguments, int lengths) {
        this.arguments = arguments;
        this.lengths = lengths;
    }

    /** Number of arguments, all of which are addresses. */
    int arguments() {
        return arguments;
    }

    /** Number of strings among them, whose lengths follow the arguments, unseen in Fortran. */
    int lengths() {
        return lengths;
    }

    /** The name without what a compiler adds to it. */
    String fortranName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
