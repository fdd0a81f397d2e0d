package io.nadir.kernel;

import java.util.Optional;

/**
 * Dense factorizations in double precision, the operations for which a LAPACK pays. {@link
 * LinearAlgebra#get()} returns the implementation of this machine.
 *
 * <p><b>Layout.</b> Matrices are row-major {@link MatrixView}s. Results have storage of their own.
 *
 * <p><b>Numbers.</b> Factorizations refuse NaN and infinite elements, on which LAPACK may loop
 * forever. They are backward stable: the computed factors are exact for a matrix within c · max(m,
 * n) · ε · ‖A‖ of A, where c is a small constant. That holds at every scale, because matrices whose
 * largest element is beyond 2^±240 are scaled by a power of two, which rounds nothing except what
 * underflows. A singular value or eigenvalue beyond the range of double is returned as an infinity.
 *
 * <p><b>Sizes.</b> Wide, tall, 1 × 1 and empty matrices are supported. The factors of an empty
 * matrix are empty.
 *
 * <p><b>Threads.</b> Implementations have no state and may be called from many threads at the same
 * time. None starts a thread, except for a library of the system that is told to ({@link
 * LinearAlgebra}). No other thread may write to an operand during a call.
 */
public interface DenseLinearAlgebra {

    /**
     * The implementation.
     *
     * @return a short name: {@code "jblas"}, {@code "native"} or {@code "ejml"}
     */
    String name();

    /**
     * Why this implementation was chosen, for reports and for bug reports.
     *
     * @return one line with the library, its version, and where its native parts came from or why
     *     they did not load
     */
    String reason();

    /**
     * The thin singular value decomposition A = U diag(s) Vᵀ. O(m n min(m, n)), some 20 times a
     * product of that size.
     *
     * @param a m × n; not changed
     * @return the factors, m × k, k and k × n with k = min(m, n)
     * @throws IllegalArgumentException if an element is not finite
     * @throws NoConvergenceException if the iteration fails
     */
    Svd svd(MatrixView a);

    /**
     * The singular values alone, several times faster than {@link #svd}.
     *
     * @param a m × n; not changed
     * @return the min(m, n) singular values, descending
     * @throws IllegalArgumentException if an element is not finite
     * @throws NoConvergenceException if the iteration fails
     */
    double[] singularValues(MatrixView a);

    /**
     * The eigendecomposition A = Qᵀ diag(w) Q of a symmetric matrix; O(n³).
     *
     * @param a n × n; only the lower triangle is read, nothing is changed
     * @return the eigenvalues, ascending, and their eigenvectors
     * @throws IllegalArgumentException if the matrix is not square or an element of the lower
     *     triangle is not finite
     * @throws NoConvergenceException if the iteration fails
     */
    SymmetricEigen symmetricEigen(MatrixView a);

    /**
     * The thin QR factorization by Householder reflections, where the implementation has one; about
     * 4·m·n² operations. Unlike Cholesky QR and Gram–Schmidt, it has orthonormal columns at every
     * condition number.
     *
     * @param a m × n with m ≥ n; not changed
     * @return the factors, or empty if this implementation has none
     * @throws IllegalArgumentException if m &lt; n or an element is not finite
     */
    default Optional<Qr> qr(MatrixView a) {
        return Optional.empty();
    }

    /**
     * Products of large matrices, where the implementation has faster ones than {@link
     * DenseKernels}.
     *
     * @return the same object at every call, or empty
     */
    default Optional<MatrixProducts> products() {
        return Optional.empty();
    }
}
