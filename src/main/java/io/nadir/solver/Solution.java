package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.kernel.Checks;
import io.nadir.kernel.Panel;
import io.nadir.model.Factors;

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
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double[] predict(int[] rows, int[] columns) {
        Checks.equal("columns.length", columns.length, "rows.length", rows.length);
        Panel u = factors.block(0);
        Panel v = factors.block(1);
        double[] out = new double[rows.length];
        for (int k = 0; k < out.length; k++) {
            int i = Checks.index("row", rows[k], u.rows());
            int j = Checks.index("column", columns[k], v.rows());
            for (int c = 0; c < rank(); c++) {
                out[k] += u.get(i, c) * v.get(j, c);
            }
        }
        return out;
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
