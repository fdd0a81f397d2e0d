package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.model.Factors;
import io.nadir.model.TrainedFactorization;





import java.util.Objects;

/**
 * The end of a solve: the best point and what is known of it.
 *
 * @param factors the point; belongs to the caller
 * @param certificate of that very point
 * @param stopReason why the solve ended
 * @param iterations descent steps
 * @param appends columns appended
 * @param seconds wall-clock time by phase
 */
public record Solution(
        Factors factors,
        Certificate certificate,
        StopReason stopReason,
        int iterations,
        int appends,
        Seconds seconds) {
    /** Refuses null. */
    public Solution {
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(seconds, "seconds");
    }

    /** f at the point. */
    public double objective() {
        return certificate.objective();
    }

    /** Number of columns. */
    public int rank() {
        return factors.rank();
    }

    /** U, m×r row-major, a new array. */
    public double[] u() {
        return factors.toArray(0);
    }

    /** V, n×r row-major, a new array. */
    public double[] v() {
        return factors.toArray(1);
    }

    /**
     * Entries of X = U·Vᵀ at the given positions.
     *
     * @param rows i of each, 0-based
     * @param columns j of each, as many
     * @throws IllegalArgumentException if the factors are not those of a matrix
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double[] predict(int[] rows, int[] columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");

        return new TrainedFactorization(false, factors).entries(rows, columns);
    }

    /**
     * Wall-clock seconds by phase.
     *
     * @param descent in descent steps
     * @param certify in certificates
     * @param append in searching and appending columns
     * @param total all of it
     */
    public record Seconds(double descent, double certify, double append, double total) {}
}
