package io.nadir.kernel;

import java.util.Objects;

/**
 * An eigendecomposition A = Qᵀ diag(w) Q of a symmetric n × n matrix.
 *
 * @param values the n eigenvalues, ascending
 * @param vectors Q, n × n and row-major: row i is the unit eigenvector of {@code values[i]}
 */
public record SymmetricEigen(double[] values, MatrixView vectors) {
    /** Rejects null. */
    public SymmetricEigen {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(vectors, "vectors");
    }
}
