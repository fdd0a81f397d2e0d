package io.nadir.kernel;

import java.util.Objects;

/**
 * A thin singular value decomposition A = U diag(s) Vᵀ of an m × n matrix, with k = min(m, n).
 *
 * @param u m × k, row-major; its columns are orthonormal
 * @param singularValues the k singular values, descending and not negative
 * @param vt k × n, row-major; its rows are orthonormal
 */
public record Svd(MatrixView u, double[] singularValues, MatrixView vt) {
    /** Rejects null. */
    public Svd {
        Objects.requireNonNull(u, "u");
        Objects.requireNonNull(singularValues, "singularValues");
        Objects.requireNonNull(vt, "vt");
    }
}
