package io.nadir.matrix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries in memory, in blocks of whole rows, so that they may exceed one Java array. */
final class EntryBlocks implements EntrySource {
    /** Entries of a block, unless one row has more. */
    static final int LARGEST = 1 << 27;

    private final int columns;
    private final long[] starts;

    /** The first row of each block, and the number of rows. */
    private final int[] firstRows;

    private final List<Block> blocks;

    private final boolean weighted;

    /** Some rows: their columns, and their values and weights as float64 or float32. */
    private sealed interface Block {
        /** Takes the numbers of a slice. */
        void set(EntrySource source, EntrySlice slice, int at);

        /** Copies some entries. */
        void copy(int from, int count, EntryArrays target, int offset);
    }

    private record Doubles(EntryArrays all) implements Block {
        @Override
        public void set(EntrySource source, EntrySlice slice, int at) {
            EntryArrays own =
                    new EntryArrays(slice.places().indices(), slice.values(), slice.weights());
            all.copy(own, 0, slice.entries(), at);
        }

        @Override
        public void copy(int from, int count, EntryArrays target, int offset) {
            target.copy(all, from, count, offset);
        }
    }

    private record Floats(int[] columns, float[] values, float @Nullable [] weights)
            implements Block {
        @Override
        public void set(EntrySource source, EntrySlice slice, int at) {
            System.arraycopy(slice.places().indices(), 0, columns, at, slice.entries());
            for (int e = 0; e < slice.entries(); e++) {
                double value = slice.values()[e];
                values[at + e] = (float) value;
                if (values[at + e] != value) {
                    throw refuse(source, slice.describe(e));
                }
                if (weights != null) {
                    weights[at + e] = (float) slice.weight(e);
                    if (weights[at + e] != slice.weight(e)) {
                        throw refuse(
                                source, "weight of " + slice.place(e) + " = " + slice.weight(e));
                    }
                }
            }
        }

        private static IllegalArgumentException refuse(EntrySource source, String what) {
            return new IllegalArgumentException(
                    "%s: %s, allowed in float32 are numbers that it has exactly"
                            .formatted(source.description(), what));
        }

        @Override
        public void copy(int from, int count, EntryArrays target, int offset) {
            System.arraycopy(columns, from, target.columns(), offset, count);
            widen(values, from, target.values(), offset, count);
            if (weights != null && target.weights() != null) {
                widen(weights, from, target.weights(), offset, count);
            }
        }

        private static void widen(float[] from, int first, double[] to, int at, int count) {
            for (int e = 0; e < count; e++) {
                to[at + e] = from[first + e];
            }
        }
    }

    private EntryBlocks(
            int columns, long[] starts, int[] firstRows, List<Block> blocks, boolean weighted) {
        this.columns = columns;
        this.starts = starts;
        this.firstRows = firstRows;
        this.blocks = blocks;
        this.weighted = weighted;
    }

    /**
     * Copies entries.
     *
     * @param floats whether to keep values as float32
     * @param largest the number of entries of a block, unless one row has more
     * @throws IllegalArgumentException if the shape, a start, a column, a value or a weight is not
     *     allowed
     */
    static EntryBlocks of(EntrySource source, boolean floats, int largest) {
        long[] starts = EntrySlice.starts(source);
        try {
            return of(source, starts, floats, largest);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Copies entries as float32 if that changes no value and no weight. */
    static EntryBlocks compact(EntrySource source) {
        EntrySlice.starts(source);
        try {
            return of(source, areFloats(source), LARGEST);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static EntryBlocks of(EntrySource source, long[] starts, boolean floats, int largest) {
        int rows = starts.length - 1;
        List<Integer> firsts = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (int row = 0; row < rows; ) {
            int end = row + 1;
            while (end < rows && starts[end + 1] - starts[row] <= largest) {
                end++;
            }
            firsts.add(row);
            blocks.add(read(source, row, end, (int) (starts[end] - starts[row]), floats));
            row = end;
        }
        firsts.add(rows);
        int[] firstRows = firsts.stream().mapToInt(Integer::intValue).toArray();
        return new EntryBlocks(source.columns(), starts, firstRows, blocks, source.hasWeights());
    }

    /** Whether all values and weights of a source are float32 numbers. */
    private static boolean areFloats(EntrySource source) {
        EntrySlice slice = new EntrySlice();
        for (int row = 0; row < source.rows(); ) {
            row = slice.read(source, row, source.rows());
            for (int e = 0; e < slice.entries(); e++) {
                double value = slice.values()[e];
                double weight = slice.weight(e);
                if ((float) value != value || (float) weight != weight) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Block read(EntrySource source, int from, int end, int count, boolean floats) {
        boolean weighted = source.hasWeights();
        Block block =
                floats
                        ? new Floats(
                                new int[count],
                                new float[count],
                                weighted ? new float[count] : null)
                        : new Doubles(EntryArrays.of(source, count));
        EntrySlice slice = new EntrySlice();
        int at = 0;
        for (int row = from; row < end; ) {
            row = slice.read(source, row, end);
            slice.requireAllowed(source);
            block.set(source, slice, at);
            at += slice.entries();
        }
        return block;
    }

    @Override
    public int rows() {
        return starts.length - 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long start(int row) {
        return starts[row];
    }

    @Override
    public void read(int row, int count, int[] toColumns, double[] toValues, int offset) {
        copy(row, count, new EntryArrays(toColumns, toValues, null), offset);
    }

    @Override
    public boolean hasWeights() {
        return weighted;
    }

    @Override
    public void readWeighted(
            int row, int count, int[] toColumns, double[] toValues, double[] weights, int offset) {
        copy(row, count, new EntryArrays(toColumns, toValues, weights), offset);
    }

    private void copy(int row, int count, EntryArrays target, int offset) {
        int end = row + count;
        int at = offset;
        int from = row;
        for (int block = block(row); from < end; block++) {
            int to = Math.min(end, firstRows[block + 1]);
            int length = (int) (starts[to] - starts[from]);
            int first = (int) (starts[from] - starts[firstRows[block]]);
            blocks.get(block).copy(first, length, target, at);
            at += length;
            from = to;
        }
    }

    private int block(int row) {
        int at = Arrays.binarySearch(firstRows, row);
        return at < 0 ? -at - 2 : at;
    }

    private String storage() {
        return blocks.getFirst() instanceof Floats ? "float32" : "float64";
    }

    @Override
    public boolean isKnownUnchanged() {
        return true;
    }

    @Override
    public String description() {
        return storage() + ", by rows";
    }
}
