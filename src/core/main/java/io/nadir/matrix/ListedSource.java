package io.nadir.matrix;

import org.jspecify.annotations.Nullable;

/** Entries in arrays, as a source. */
record ListedSource(SparseEntries entries, double @Nullable [] weights) implements EntrySource {
    @Override
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    @Override
    public long start(int row) {
        return entries.byRow().starts()[row];
    }

    @Override
    public void read(int row, int count, int[] columns, double[] values, int offset) {
        int[] starts = entries.byRow().starts();
        int length = starts[row + count] - starts[row];
        System.arraycopy(entries.byRow().indices(), starts[row], columns, offset, length);
        System.arraycopy(entries.values(), starts[row], values, offset, length);
    }

    @Override
    public boolean hasWeights() {
        return weights != null;
    }

    @Override
    public void readWeighted(
            int row, int count, int[] columns, double[] values, double[] into, int offset) {
        read(row, count, columns, values, offset);
        int[] starts = entries.byRow().starts();
        if (weights != null) {
            System.arraycopy(weights, starts[row], into, offset, starts[row + count] - starts[row]);
        }
    }

    @Override
    public boolean isKnownUnchanged() {
        return true;
    }
}
