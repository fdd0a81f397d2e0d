package io.nadir.cli.progress;

import io.nadir.matrix.EntrySource;

/** Entries whose passes are shown. */
public record CountedEntries(EntrySource entries, PassProgress progress) implements EntrySource {
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
        return entries.start(row);
    }

    @Override
    public void read(int row, int count, int[] columns, double[] values, int offset) {
        entries.read(row, count, columns, values, offset);
        progress.add(count);
    }

    @Override
    public boolean hasWeights() {
        return entries.hasWeights();
    }

    @Override
    public void readWeighted(
            int row, int count, int[] columns, double[] values, double[] weights, int offset) {
        entries.readWeighted(row, count, columns, values, weights, offset);
        progress.add(count);
    }

    @Override
    public boolean isKnownUnchanged() {
        return entries.isKnownUnchanged();
    }

    @Override
    public String description() {
        return entries.description();
    }
}
