package io.nadir.matrix;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * The entries of one row of the data that the loss sees, with X = U·Vᵀ as computed there. Its
 * arrays are shared, and may be used for another row afterwards.
 *
 * @param index of the row
 * @param count of its entries
 * @param columns of the entries, rising, from {@code first}; null if they are 0 to count − 1
 * @param data from {@code first}
 * @param weights from {@code first}, 0 or more; null for weights of 1
 * @param first index of the first entry
 * @param outputs elements of X, from {@code firstOutput}
 * @param firstOutput index of the first entry's
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
    /** Refuses null. */
    public EntryRow {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(outputs, "outputs");
    }

    /** Column of entry k. */
    public int column(int k) {
        return columns == null ? k : columns[first + k];
    }

    /** y of entry k. */
    public double datum(int k) {
        return data[first + k];
    }

    /** The weight of entry k. */
    public double weight(int k) {
        return weights == null ? 1 : weights[first + k];
    }

    /** x of entry k. */
    public double output(int k) {
        return outputs[firstOutput + k];
    }

    /**
     * Writes values of the entries as a whole row, 0 where there is no entry.
     *
     * @param values of entry k at index k
     * @param length of the row
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
