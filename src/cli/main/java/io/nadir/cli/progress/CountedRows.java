package io.nadir.cli.progress;

import io.nadir.matrix.RowSource;

/** Rows whose passes are shown. */
public record CountedRows(RowSource source, PassProgress progress) implements RowSource {
    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int columns() {
        return source.columns();
    }

    @Override
    public void read(int row, int count, double[] target, int offset) {
        source.read(row, count, target, offset);
        progress.add(count);
    }

    @Override
    public boolean isKnownUnchanged() {
        return source.isKnownUnchanged();
    }

    @Override
    public String description() {
        return source.description();
    }
}
