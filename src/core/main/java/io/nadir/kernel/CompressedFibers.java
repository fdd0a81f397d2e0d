package io.nadir.kernel;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * The positions of the entries of a sparse tensor of order K, in row-major order. A fiber is a row
 * of {@code rows}; its entries share the indices of the first K − 1 modes, and their columns are
 * the indices in the last mode. Fibers without entries are left out.
 *
 * <p>The arrays are shared, not copied: whoever holds them must not change them.
 *
 * @param order K, at least 2
 * @param rows the fibers, and the indices of their entries in the last mode
 * @param leads the K − 1 leading indices of each fiber, one fiber after the other
 */
public record CompressedFibers(int order, CompressedRows rows, int[] leads) {
    /**
     * Checks the number of indices; their range is checked against the factors of each call.
     *
     * @throws IllegalArgumentException if it is not K − 1 for each fiber
     */
    public CompressedFibers {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(leads, "leads");

        if (order < 2) {
            throw new IllegalArgumentException("order = " + order + ", allowed are 2 and more");
        }
        Objects.requireNonNull(leads, "leads");
        Checks.equal(
                "leads.length",
                leads.length,
                "fibers * (order - 1)",
                Math.multiplyExact(rows.rows(), order - 1));
    }

    /** Number of fibers. */
    public int fibers() {
        return rows.rows();
    }

    /** Index in mode {@code k} of the entries of a fiber. */
    public int lead(int fiber, int k) {
        return leads[fiber * (order - 1) + k];
    }
}
