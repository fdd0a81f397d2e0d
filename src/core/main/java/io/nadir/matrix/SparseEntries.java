package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DuplicateEntryException;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Fingerprint;
import io.nadir.kernel.OutputRows;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The listed entries of an m×n matrix: where they are, row after row and column after column, and
 * their values in the order of the rows.
 *
 * @param byRow places
 * @param byColumn places in the transpose
 * @param numbers the number in {@code byRow} of each entry of {@code byColumn}
 * @param values finite
 * @param maxAbs largest magnitude, 0 if there is none
 * @param frobenius root of the sum of squares
 */
record SparseEntries(
        CompressedRows byRow,
        CompressedRows byColumn,
        int[] numbers,
        double[] values,
        double maxAbs,
        double frobenius) {
    /**
     * Sorts triplets, which are copied.
     *
     * @return the number of the triplet of each entry in the order of the rows
     * @throws IllegalArgumentException if an index is out of range, or a place is listed twice
     */
    static int[] sort(int rows, int columns, int[] i, int[] j) {
        Checks.positive("rows", rows);
        Checks.positive("columns", columns);
        Checks.equal("columnIndices.length", j.length, "rowIndices.length", i.length);
        requireInside("row", i, rows);
        requireInside("column", j, columns);
        int[] byColumn = stableSort(identity(i.length), j, columns);
        int[] order = stableSort(byColumn, i, rows);
        for (int e = 1; e < order.length; e++) {
            int a = order[e - 1];
            int b = order[e];
            if (i[a] == i[b] && j[a] == j[b]) {
                throw new DuplicateEntryException(a, b, i[a], j[a]);
            }
        }
        return order;
    }

    /**
     * The entries in an order that {@link #sort} found.
     *
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    static SparseEntries of(int rows, int columns, int[] i, int[] j, double[] values, int[] order) {
        Checks.equal("values.length", values.length, "rowIndices.length", i.length);
        for (int e = 0; e < values.length; e++) {
            if (!Double.isFinite(values[e])) {
                throw new IllegalArgumentException(
                        String.format(
                                "entry %d, at row %d, column %d = %s, allowed are finite numbers",
                                e, i[e], j[e], values[e]));
            }
        }
        CompressedRows byRow = new CompressedRows(rows, columns, starts(i, rows), take(j, order));
        int[] rowOf = take(i, order);
        int[] numbers = stableSort(identity(order.length), byRow.indices(), columns);
        CompressedRows byColumn =
                new CompressedRows(columns, rows, starts(j, columns), take(rowOf, numbers));
        return of(byRow, byColumn, numbers, take(values, order));
    }

    /** Squares are added up in each row first, for short sums. */
    private static SparseEntries of(
            CompressedRows byRow, CompressedRows byColumn, int[] numbers, double[] values) {
        double max = 0;
        double squares = 0;
        for (int i = 0; i < byRow.rows(); i++) {
            double row = 0;
            for (int e = byRow.starts()[i]; e < byRow.starts()[i + 1]; e++) {
                max = Math.max(max, Math.abs(values[e]));
                row += values[e] * values[e];
            }
            squares += row;
        }
        return new SparseEntries(byRow, byColumn, numbers, values, max, Math.sqrt(squares));
    }

    int rows() {
        return byRow.rows();
    }

    int columns() {
        return byRow.columns();
    }

    /** Number of entries. */
    int count() {
        return values.length;
    }

    /** Says where an entry is, in the words that begin a message. */
    String place(int number) {
        int[] starts = byRow.starts();
        int row = Arrays.binarySearch(starts, number);
        // Of rows without entries, which begin at the same number, the last has it.
        row = row < 0 ? -row - 2 : row;
        while (starts[row + 1] <= number) {
            row++;
        }
        return String.format("row %d, column %d: ", row, byRow.indices()[number]);
    }

    SparseEntries timesPowerOfTwo(int exponent) {
        double[] scaled = values.clone();
        for (int e = 0; e < scaled.length; e++) {
            scaled[e] = Math.scalb(scaled[e], exponent);
        }
        return of(byRow, byColumn, numbers, scaled);
    }

    /** Other finite values at the same places; not copied. */
    SparseEntries withValues(double[] others) {
        return of(byRow, byColumn, numbers, others);
    }

    /** The entries of the transpose. */
    SparseEntries transposed() {
        int[] inverse = new int[numbers.length];
        for (int k = 0; k < numbers.length; k++) {
            inverse[numbers[k]] = k;
        }
        return new SparseEntries(byColumn, byRow, inverse, valuesByColumn(), maxAbs, frobenius);
    }

    /** The row of each entry. */
    int[] rowOf() {
        int[] rows = new int[count()];
        for (int i = 0; i < rows(); i++) {
            Arrays.fill(rows, byRow.starts()[i], byRow.starts()[i + 1], i);
        }
        return rows;
    }

    /**
     * Finds the entries that stay when columns move.
     *
     * @param places where each column goes; −1 to leave it out
     */
    int[] staying(int[] places) {
        Checks.equal("places.length", places.length, "columns", columns());
        return IntStream.range(0, count()).filter(e -> places[byRow.indices()[e]] >= 0).toArray();
    }

    /** The columns that entries move to. */
    int[] moved(int[] places, int[] which) {
        return Arrays.stream(which).map(e -> places[byRow.indices()[e]]).toArray();
    }

    /** Values in the order of the columns. */
    double[] valuesByColumn() {
        return take(values, numbers);
    }

    /** Shows a visitor all m·n entries, unlisted ones as zeros, with X at their positions. */
    void visitAll(Factors w, boolean transposed, Runnable checkpoint, Consumer<EntryRow> visitor) {
        CompressedRows rows = transposed ? byColumn : byRow;
        double[] listed = transposed ? valuesByColumn() : values;
        OutputRows outputs =
                new OutputRows(
                        w.block(transposed ? 1 : 0), w.block(transposed ? 0 : 1), checkpoint);
        double[] data = new double[rows.columns()];
        for (int i = 0; i < rows.rows(); i++) {
            Arrays.fill(data, 0);
            for (int e = rows.starts()[i]; e < rows.starts()[i + 1]; e++) {
                data[rows.indices()[e]] = listed[e];
            }
            int at = outputs.row(i);
            visitor.accept(new EntryRow(i, data.length, null, data, null, 0, outputs.data(), at));
        }
    }

    /** A hash of shape, places and values. */
    long fingerprint() {
        return new Fingerprint()
                .add(rows())
                .add(columns())
                .add(byRow.starts())
                .add(byRow.indices())
                .add(values, values.length)
                .value();
    }

    /** The number of the entry at (i, j); negative if none is listed. */
    int find(int i, int j) {
        Checks.index("row", i, rows());
        Checks.index("column", j, columns());
        int[] starts = byRow.starts();
        return Arrays.binarySearch(byRow.indices(), starts[i], starts[i + 1], j);
    }

    /**
     * Copies the entries of row {@code i} from column {@code from} to before column {@code to}, but
     * not those of weight 0.
     *
     * @param weights of the entries, null for weights of 1
     * @param target from its first element, for column {@code from}, on
     */
    void copyRow(int i, int from, int to, double @Nullable [] weights, double[] target) {
        int first = find(i, from);
        int end = byRow.starts()[i + 1];
        for (int e = first < 0 ? -first - 1 : first; e < end && byRow.indices()[e] < to; e++) {
            if (weights == null || weights[e] > 0) {
                target[byRow.indices()[e] - from] = values[e];
            }
        }
    }

    /** {@code values} in the given order; null stays null. */
    static double @Nullable [] takeIfPresent(double @Nullable [] values, int[] order) {
        return values == null ? null : take(values, order);
    }

    /** {@code values} in the given order. */
    static double[] take(double[] values, int[] order) {
        double[] out = new double[order.length];
        for (int e = 0; e < out.length; e++) {
            out[e] = values[order[e]];
        }
        return out;
    }

    static int[] take(int[] values, int[] order) {
        int[] out = new int[order.length];
        for (int e = 0; e < out.length; e++) {
            out[e] = values[order[e]];
        }
        return out;
    }

    private static int[] identity(int length) {
        int[] out = new int[length];
        Arrays.setAll(out, e -> e);
        return out;
    }

    /** Counting sort of {@code order} by {@code keys}, which are less than {@code bound}. */
    private static int[] stableSort(int[] order, int[] keys, int bound) {
        int[] next = starts(keys, bound);
        int[] out = new int[order.length];
        for (int e : order) {
            out[next[keys[e]]++] = e;
        }
        return out;
    }

    /** How many keys are less than 0, 1, … {@code bound}. */
    private static int[] starts(int[] keys, int bound) {
        int[] starts = new int[Math.addExact(bound, 1)];
        for (int key : keys) {
            starts[key + 1]++;
        }
        for (int k = 0; k < bound; k++) {
            starts[k + 1] += starts[k];
        }
        return starts;
    }

    private static void requireInside(String name, int[] indices, int bound) {
        for (int e = 0; e < indices.length; e++) {
            if (indices[e] < 0 || indices[e] >= bound) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s of entry %d = %d, allowed are 0 to %d",
                                name, e, indices[e], bound - 1));
            }
        }
    }
}
