package io.nadir.spark;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The moves of numbers from the offsets of columns to those of rows that leave all p_i + q_j as
 * they are. Where offsets have no penalty, f does not depend on such moves: there is one for each
 * component of the graph of rows and columns that the entries connect. Its slope is a rounding
 * error, and steps along it never end.
 */
final class FreeShifts {
    /** For each column the first one of its component; null if nothing is free. */
    private final int @Nullable [] component;

    private final boolean isOne;

    private FreeShifts(int @Nullable [] component, boolean isOne) {
        this.component = component;
        this.isOne = isOne;
    }

    /** Finds them: one pass if rows and columns have offsets without a penalty, otherwise none. */
    static FreeShifts of(OffsetTerms terms, DistributedRows rows) {
        if (!terms.isFree()) {
            return new FreeShifts(null, false);
        }
        if (!terms.centering().hasColumns()) {
            return new FreeShifts(null, true);
        }
        int n = rows.columns();
        int[] parts =
                rows.blocks()
                        .map(block -> block.components(n))
                        .treeReduce(ColumnComponents::merged);
        return new FreeShifts(parts, false);
    }

    /** Takes the mean over each component from the slopes; everything if q is one number. */
    void remove(double[] slopes) {
        if (isOne) {
            Arrays.fill(slopes, 0);
        }
        int[] parts = component;
        if (parts == null) {
            return;
        }
        double[] sums = new double[slopes.length];
        int[] counts = new int[slopes.length];
        for (int j = 0; j < slopes.length; j++) {
            sums[parts[j]] += slopes[j];
            counts[parts[j]]++;
        }
        for (int j = 0; j < slopes.length; j++) {
            slopes[j] -= sums[parts[j]] / counts[parts[j]];
        }
    }
}
