package io.nadir.matrix;

import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryRow;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * The entries of a source by columns, some columns at a time: each group takes a pass over the
 * rows. Memory is reused from group to group.
 */
final class CollectedColumns {
    /** Entries of a group, unless one column has more: 20 bytes each, or 28 with weights. */
    private static final int LARGEST = 1 << 24;

    private final SourcedMatrixMap map;
    private final int largest;

    /** The number of entries of the columns before each. */
    private final long[] columnStarts;

    /** Where the entries of each column of the group begin, and where the next one of it goes. */
    private final int[] starts;

    private final int[] next;
    private int[] rows = new int[0];
    private double[] data = new double[0];
    private double[] outputs = data;

    /** Null if each entry has weight 1. */
    private double @Nullable [] weights;

    private int from;
    private int to;

    /** Counts the entries of each column, in a pass. */
    CollectedColumns(SourcedMatrixMap map) {
        this(map, LARGEST);
    }

    /** Takes another limit, for tests. */
    CollectedColumns(SourcedMatrixMap map, int largest) {
        this.map = map;
        this.largest = largest;
        this.columnStarts = new long[map.columns() + 1];
        map.visitEntries(
                Factors.empty(map.dimensions()),
                false,
                row -> {
                    for (int k = 0; k < row.count(); k++) {
                        columnStarts[row.column(k) + 1]++;
                    }
                    if (weights == null && row.weights() != null) {
                        weights = new double[0];
                    }
                });
        for (int j = 0; j < map.columns(); j++) {
            columnStarts[j + 1] += columnStarts[j];
        }
        this.starts = new int[columnStarts.length];
        this.next = new int[map.columns()];
    }

    /** Collects one group after another, with X at their places, and does something with each. */
    void forGroups(Factors w, Consumer<CollectedColumns> work) {
        for (from = 0; from < map.columns(); from = to) {
            to = from + 1;
            while (to < map.columns() && columnStarts[to + 1] - columnStarts[from] <= largest) {
                to++;
            }
            reserve();
            map.visitEntries(w, false, this::collect);
            work.accept(this);
        }
    }

    private void reserve() {
        for (int j = 0; j < starts.length; j++) {
            int inside = Math.clamp(j, from, to);
            starts[j] = Math.toIntExact(columnStarts[inside] - columnStarts[from]);
        }
        System.arraycopy(starts, 0, next, 0, next.length);
        int count = starts[to];
        if (rows.length < count) {
            rows = new int[count];
            data = new double[count];
            outputs = new double[count];
            weights = weights == null ? null : new double[count];
        }
    }

    private void collect(EntryRow row) {
        for (int k = 0; k < row.count(); k++) {
            int j = row.column(k);
            if (j >= from && j < to) {
                int at = next[j]++;
                rows[at] = row.index();
                data[at] = row.datum(k);
                outputs[at] = row.output(k);
                if (weights != null) {
                    weights[at] = row.weight(k);
                }
            }
        }
    }

    /** The first column of the group. */
    int from() {
        return from;
    }

    /** The column after its last. */
    int to() {
        return to;
    }

    /** The columns as rows of the transpose; those outside the group are empty. */
    CompressedRows places() {
        return map.transposedPlaces(starts, rows);
    }

    /** The weights of the entries; null if each has weight 1. */
    double @Nullable [] weights() {
        return weights;
    }

    /** Y − X at the entries. */
    double[] differences() {
        for (int e = 0; e < starts[to]; e++) {
            data[e] -= outputs[e];
        }
        return data;
    }

    /** Shows a visitor the columns of the group as rows of the transpose. */
    void visit(Consumer<EntryRow> visitor) {
        for (int j = from; j < to; j++) {
            int first = starts[j];
            int count = starts[j + 1] - first;
            visitor.accept(new EntryRow(j, count, rows, data, weights, first, outputs, first));
        }
    }
}
