package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * The entries of one row of the data that carry a loss, together with the entries of X = U·Vᵀ at
 * the same positions. The arrays are shared, and may be reused for the next row.
 *
 * @param index the index of the row
 * @param count the number of entries
 * @param columns the columns of the entries in ascending order, from index {@code first}; null if
 *     they are 0 to count − 1
 * @param data the entries of Y, from index {@code first}
 * @param weights the weights of the entries, not negative, from index {@code first}; null for
 *     weights of 1
 * @param first the index of the first entry in the three arrays above
 * @param outputs the entries of X, from index {@code firstOutput}
 * @param firstOutput the index of the first entry in {@code outputs}
 */
public record EntryRow(
        int index,
        int count,
        int @Nullable [] columns,
        double[] data,
        double @Nullable [] weights,
        int first,
        double[] outputs,
        int firstOutput) {
    /** Rejects null arrays. */
    public EntryRow {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(outputs, "outputs");
    }

    /** Returns the column of entry k. */
    public int column(int k) {
        return columns == null ? k : columns[first + k];
    }

    /** Returns the datum y of entry k. */
    public double datum(int k) {
        return data[first + k];
    }

    /** Returns the weight of entry k. */
    public double weight(int k) {
        return weights == null ? 1 : weights[first + k];
    }

    /** Returns the output x of entry k. */
    public double output(int k) {
        return outputs[firstOutput + k];
    }

    /**
     * Expands values of the entries to a whole row, with 0 where there is no entry.
     *
     * @param values the value of entry k at index k
     * @param target receives the row, from index {@code offset}
     * @param length the number of elements of the row
     */
    public void scatter(double[] values, double[] target, int offset, int length) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(target, "target");

        if (columns == null) {
            System.arraycopy(values, 0, target, offset, length);
            return;
        }
        Arrays.fill(target, offset, offset + length, 0);
        for (int k = 0; k < count; k++) {
            target[offset + columns[first + k]] = values[k];
        }
    }
}
