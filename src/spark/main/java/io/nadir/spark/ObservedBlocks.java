package io.nadir.spark;

import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Makes a block of the entries of one partition, which come sorted by row and column. The first
 * entry that is not allowed ends it: the block then has the problem instead of rows.
 */
final class ObservedBlocks {
    private final EntryColumns names;
    private final ColumnIndex columns;
    private final Unlisted unlisted;
    private final List<Object> ids = new ArrayList<>();
    private final Growing entries = new Growing();
    private int[] starts = new int[16];

    ObservedBlocks(EntryColumns names, ColumnIndex columns, Unlisted unlisted) {
        this.names = names;
        this.columns = columns;
        this.unlisted = unlisted;
    }

    /**
     * Reads all rows.
     *
     * @param rows row id, column id, value and, if the names have one, weight
     */
    RowBlock read(int partition, Iterator<Row> rows) {
        while (rows.hasNext()) {
            String problem = add(rows.next());
            if (problem != null) {
                return RowBlock.refused(partition, problem);
            }
        }
        if (ids.isEmpty()) {
            return new RowBlock(partition, new Object[0], null, null);
        }
        starts[ids.size()] = entries.count;
        if (!unlisted.isMissing()) {
            BlockData.Observed listed = listed(columns.ids().length, entries.places());
            return new RowBlock(
                    partition, ids.toArray(), null, new BlockData.Zeros(listed, unlisted));
        }
        int[] used = used();
        return new RowBlock(
                partition, ids.toArray(), used, listed(used.length, entries.places(used)));
    }

    private BlockData.Observed listed(int width, int[] indices) {
        return new BlockData.Observed(
                width,
                Arrays.copyOf(starts, ids.size() + 1),
                indices,
                entries.values(),
                names.weight() == null ? null : entries.weights());
    }

    /** Adds an entry; returns what is wrong with it, or null. */
    private @Nullable String add(Row row) {
        for (int field = 0; field < row.length(); field++) {
            if (row.isNullAt(field)) {
                return "column "
                        + name(field)
                        + " is null in "
                        + row
                        + ", allowed are other values";
            }
        }
        double value = row.getDouble(2);
        if (!Double.isFinite(value)) {
            return "column %s = %s in %s, allowed are finite numbers"
                    .formatted(names.value(), value, row);
        }
        if (unlisted.isImplicit() && !(value >= 0)) {
            return "column %s = %s in %s, allowed are counts from 0"
                    .formatted(names.value(), value, row);
        }
        double weight = names.weight() == null ? 1 : row.getDouble(3);
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            return "column %s = %s in %s, allowed are finite numbers from 0"
                    .formatted(names.weight(), weight, row);
        }
        boolean sameRow = !ids.isEmpty() && ids.getLast().equals(row.get(0));
        int place = columns.place(row.get(1));
        if (place < 0) {
            return "column %s = %s was not there when the ids were listed: the data change from one"
                            .formatted(names.column(), row.get(1))
                    + " reading to the next, keep them first";
        }
        if (sameRow && entries.lastPlace() == place) {
            return "columns %s = %s and %s = %s are there twice, allowed is one entry for each pair"
                    .formatted(names.row(), row.get(0), names.column(), row.get(1));
        }
        if (!sameRow) {
            startRow(row.get(0));
        }
        return entries.add(place, value, weight)
                ? null
                : "a partition has more than "
                        + Growing.MOST
                        + " entries, allowed are fewer: use more partitions";
    }

    private String name(int field) {
        return switch (field) {
            case 0 -> names.row();
            case 1 -> names.column();
            case 2 -> names.value();
            default -> Objects.requireNonNull(names.weight());
        };
    }

    private void startRow(Object id) {
        if (ids.size() + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[ids.size()] = entries.count;
        ids.add(id);
    }

    /** The columns that have an entry, in ascending order. */
    private int[] used() {
        BitSet seen = new BitSet();
        for (int e = 0; e < entries.count; e++) {
            seen.set(entries.places[e]);
        }
        return seen.stream().toArray();
    }

    /** Entries, as many as come. */
    private static final class Growing {
        /** An array of int may not be longer everywhere. */
        static final int MOST = Integer.MAX_VALUE - 8;

        private int[] places = new int[64];
        private double[] values = new double[64];
        private double[] weights = new double[64];
        private int count;

        boolean add(int place, double value, double weight) {
            if (count == MOST) {
                return false;
            }
            if (count == places.length) {
                int length = (int) Math.min(MOST, 2L * count);
                places = Arrays.copyOf(places, length);
                values = Arrays.copyOf(values, length);
                weights = Arrays.copyOf(weights, length);
            }
            places[count] = place;
            values[count] = value;
            weights[count++] = weight;
            return true;
        }

        int lastPlace() {
            return places[count - 1];
        }

        int[] places() {
            return Arrays.copyOf(places, count);
        }

        /** The places among the columns used. */
        int[] places(int[] used) {
            int[] out = new int[count];
            for (int e = 0; e < count; e++) {
                out[e] = Arrays.binarySearch(used, places[e]);
            }
            return out;
        }

        double[] values() {
            return Arrays.copyOf(values, count);
        }

        double[] weights() {
            return Arrays.copyOf(weights, count);
        }
    }
}
