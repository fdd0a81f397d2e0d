package io.nadir.matrix;

import org.jspecify.annotations.Nullable;

/**
 * Arrays for the numbers of entries.
 *
 * @param columns their columns
 * @param values their values
 * @param weights their weights; null if each has weight 1, or if they are not wanted
 */
record EntryArrays(int[] columns, double[] values, double @Nullable [] weights) {
    /** Room for some entries of a source. */
    static EntryArrays of(EntrySource source, int count) {
        return new EntryArrays(
                new int[count], new double[count], source.hasWeights() ? new double[count] : null);
    }

    /** Reads rows to the beginning of the arrays. */
    void read(EntrySource source, int row, int count) {
        if (weights == null) {
            source.read(row, count, columns, values, 0);
        } else {
            source.readWeighted(row, count, columns, values, weights, 0);
        }
    }

    /** The weight of an entry. */
    double weight(int entry) {
        return weights == null ? 1 : weights[entry];
    }

    /** Takes some entries of others. */
    void copy(EntryArrays from, int first, int count, int at) {
        System.arraycopy(from.columns, first, columns, at, count);
        System.arraycopy(from.values, first, values, at, count);
        if (weights != null && from.weights != null) {
            System.arraycopy(from.weights, first, weights, at, count);
        }
    }
}
