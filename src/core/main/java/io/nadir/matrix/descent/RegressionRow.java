package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.EntryRow;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The entries of one row of the data, from which a row u of U is regressed.
 *
 * @param columns the columns of the entries; null if they are 0, 1, …
 * @param data the datum y of each entry
 * @param weights the weight of each entry; null for weights of 1
 */
record RegressionRow(int @Nullable [] columns, double[] data, double @Nullable [] weights) {
    /** Copies a row. */
    static RegressionRow of(EntryRow row) {
        int from = row.first();
        int to = from + row.count();
        int[] columns = row.columns();
        double[] weights = row.weights();
        return new RegressionRow(
                columns == null ? null : Arrays.copyOfRange(columns, from, to),
                Arrays.copyOfRange(row.data(), from, to),
                weights == null ? null : Arrays.copyOfRange(weights, from, to));
    }

    /** Copies row i of a matrix. */
    static RegressionRow of(Panel matrix, int i) {
        int from = i * matrix.stride();
        double[] data = Arrays.copyOfRange(matrix.data(), from, from + matrix.columns());
        return new RegressionRow(null, data, null);
    }

    int count() {
        return data.length;
    }

    /** Row of V that entry k belongs to. */
    int column(int k) {
        return columns == null ? k : columns[k];
    }

    double weight(int k) {
        return weights == null ? 1 : weights[k];
    }
}
