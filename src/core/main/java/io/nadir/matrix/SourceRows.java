package io.nadir.matrix;

import io.nadir.kernel.RowBlock;

/**
 * Rows of a {@link RowSource}.
 *
 * @param firstRow the index of the first one
 */
record SourceRows(RowSource source, long firstRow, int rows, int columns) implements RowBlock {
    @Override
    public void read(long row, int count, double[] target, int offset) {
        source.read((int) row, count, target, offset);
    }

    @Override
    public String storage() {
        return source.description();
    }

    @Override
    public boolean isInMemory() {
        return false;
    }

    @Override
    public boolean isKnownUnchanged() {
        return source.isKnownUnchanged();
    }
}
