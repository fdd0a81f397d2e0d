package io.nadir.kernel;

import java.util.Objects;

/**
 * A thin QR factorization A = QR of an m × n matrix, m ≥ n.
 *
 * @param q m × n, row-major; its columns are orthonormal, whatever the rank of A
 * @param r n × n, row-major, zero below a diagonal that is not negative
 */
public record Qr(MatrixView q, MatrixView r) {
    /** Rejects null. */
    public Qr {
        Objects.requireNonNull(q, "q");
        Objects.requireNonNull(r, "r");
    }
}
