package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Panels;

import org.jspecify.annotations.Nullable;

/**
 * Memory for one slice of rows of a source after another. It has room for a fixed number of rows,
 * those beyond the slice being empty, so that panels with the same rows of factors can be reused.
 * Not thread-safe: one for each thread.
 */
final class EntrySlice {
    /** Entries of a slice, unless one row has more. They fit into the second-level cache. */
    private static final int ENTRIES = 1 << 14;

    /** Rows of a slice, at most. */
    static final int ROWS = 1 << 10;

    private final int[] starts = new int[ROWS + 1];
    private int[] columns = new int[ENTRIES];
    private double[] values = new double[ENTRIES];
    private double[] outputs = new double[ENTRIES];

    /** Null if each entry of the source has weight 1. */
    private double @Nullable [] weights;

    private CompressedRows places = new CompressedRows(ROWS, 1, starts, columns);
    private int first;
    private int count;
    private Panel left = Panel.zeros(ROWS, 0);
    private Panel product = Panel.zeros(ROWS, 0);
    private Panel factor = Panel.zeros(ROWS, 0);

    /** Returns that of a thread. */
    static EntrySlice of(Scratch scratch) {
        return scratch.workspace(EntrySlice.class, EntrySlice::new);
    }

    /**
     * Reads as many whole rows as fit, one at least.
     *
     * @param end the row at which the slice has to end
     * @return the row after the last one
     * @throws IllegalStateException if columns do not ascend, or are out of range
     */
    int read(EntrySource source, int row, int end) {
        long begin = source.start(row);
        int next = row;
        do {
            next++;
            starts[next - row] = (int) (source.start(next) - begin);
        } while (next < end
                && next - row < ROWS
                && source.start(next + 1) - begin <= Math.max(ENTRIES, starts[next - row]));
        first = row;
        count = next - row;
        int length = starts[count];
        for (int i = count + 1; i <= ROWS; i++) {
            starts[i] = length;
        }
        if (columns.length < length) {
            columns = new int[length];
            values = new double[length];
            outputs = new double[length];
        }
        readNumbers(source, row);
        try {
            places = new CompressedRows(ROWS, source.columns(), starts, columns);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    source.description() + ": " + misplaced(source.columns(), e), e);
        }
        return next;
    }

    /** Returns which column is out of place, in words, counted from 0. */
    private String misplaced(int all, IllegalArgumentException other) {
        for (int i = 0; i < count; i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                if (columns[e] < 0 || columns[e] >= all) {
                    return "row %d has the column index %d, allowed are 0 to %d"
                            .formatted(first + i, columns[e], all - 1);
                }
                if (e > starts[i] && columns[e] == columns[e - 1]) {
                    return place(e) + " comes twice";
                }
                if (e > starts[i] && columns[e] < columns[e - 1]) {
                    return "%s comes after column %d, allowed are columns that ascend"
                            .formatted(place(e), columns[e - 1]);
                }
            }
        }
        return String.valueOf(other.getMessage());
    }

    private void readNumbers(EntrySource source, int row) {
        if (!source.hasWeights()) {
            weights = null;
            source.read(row, count, columns, values, 0);
            return;
        }
        double[] room = weights;
        if (room == null || room.length < columns.length) {
            room = new double[columns.length];
            weights = room;
        }
        source.readWeighted(row, count, columns, values, room, 0);
    }

    /**
     * Returns where each row of a source starts.
     *
     * @throws IllegalArgumentException if these or the shape are not allowed
     */
    static long[] starts(EntrySource source) {
        Checks.positive("rows of the source", source.rows());
        Checks.positive("columns of the source", source.columns());
        long[] starts = new long[Checks.arrayLength("rows + 1", source.rows() + 1, 1)];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = source.start(i);
            long before = i == 0 ? 0 : starts[i - 1];
            long most = i == 0 ? 0 : before + source.columns();
            if (starts[i] < before || starts[i] > most) {
                throw new IllegalArgumentException(
                        "%s: start of row %d = %d, allowed are %d to %d"
                                .formatted(source.description(), i, starts[i], before, most));
            }
        }
        return starts;
    }

    /** Multiplies the values, and the weights if there are some, by powers of two. */
    void scale(double unit, double weightUnit) {
        scale(values, unit);
        if (weights != null) {
            scale(weights, weightUnit);
        }
    }

    private void scale(double[] numbers, double unit) {
        for (int e = 0; unit != 1 && e < entries(); e++) {
            numbers[e] *= unit;
        }
    }

    /** Throws unless all values are finite, and all weights are finite and not negative. */
    void requireAllowed(EntrySource source) {
        requireFinite(source);
        for (int e = 0; weights != null && e < entries(); e++) {
            if (!(weights[e] >= 0 && weights[e] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "%s: weight of %s = %s, allowed are finite numbers from 0"
                                .formatted(source.description(), place(e), weights[e]));
            }
        }
    }

    private void requireFinite(EntrySource source) {
        for (int e = 0; e < entries(); e++) {
            if (!Double.isFinite(values[e])) {
                throw new IllegalArgumentException(
                        "%s: %s, allowed are finite numbers"
                                .formatted(source.description(), describe(e)));
            }
        }
    }

    /** An entry in words. */
    String describe(int entry) {
        return place(entry) + " = " + values[entry];
    }

    /** Where an entry is, in words. */
    String place(int entry) {
        int row = 0;
        while (starts[row + 1] <= entry) {
            row++;
        }
        return "row %d, column %d".formatted(first + row, columns[entry]);
    }

    /** The first row of the slice. */
    int first() {
        return first;
    }

    /** The number of rows. */
    int count() {
        return count;
    }

    /** The number of entries. */
    int entries() {
        return starts[count];
    }

    CompressedRows places() {
        return places;
    }

    double[] values() {
        return values;
    }

    /** The weights of the entries; null if each has weight 1. */
    double @Nullable [] weights() {
        return weights;
    }

    /** The weight of an entry. */
    double weight(int entry) {
        return weights == null ? 1 : weights[entry];
    }

    /** Room for a number for each entry. */
    double[] outputs() {
        return outputs;
    }

    /** The rows of U that belong to the slice. */
    Panel left(Panel u) {
        left = Panels.fit(left, ROWS, u.columns());
        copy(u, first, left, 0, count);
        return left;
    }

    /** The rows of C that belong to the slice. */
    Panel factor(Panel c) {
        factor = Panels.fit(factor, ROWS, c.columns());
        copy(c, first, factor, 0, count);
        return factor;
    }

    /** Room for the rows of a product. */
    Panel product(int columnsOfProduct) {
        product = Panels.fit(product, ROWS, columnsOfProduct);
        return product;
    }

    /** Copies the rows of a product to where they belong in the whole one. */
    void store(Panel rows, Panel whole) {
        copy(rows, 0, whole, first, count);
    }

    private static void copy(Panel from, int fromRow, Panel to, int toRow, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    from.data(),
                    (fromRow + i) * from.stride(),
                    to.data(),
                    (toRow + i) * to.stride(),
                    from.columns());
        }
    }
}
