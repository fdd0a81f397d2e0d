package io.nadir.matrix;

import io.nadir.kernel.RowBlock;

/**
 * Rows that are computed from others each time they are read, where a copy of all of them would not
 * do.
 *
 * @param inner what they are computed from
 * @param firstRow the index of the first one
 * @param rows the number of rows
 * @param change how they are computed
 */
record DerivedRows(DenseRows inner, long firstRow, int rows, Change change) implements RowBlock {
    /** Changes numbers in place. */
    @FunctionalInterface
    interface Change {
        /**
         * Changes a row of the matrix.
         *
         * @param row its index
         * @param elements its elements, from index {@code offset} on
         */
        void apply(int row, double[] elements, int offset);
    }

    @Override
    public int columns() {
        return inner.columns();
    }

    @Override
    public void read(long row, int count, double[] target, int offset) {
        inner.read((int) row, count, target, offset);
        for (int i = 0; i < count; i++) {
            change.apply((int) row + i, target, offset + i * columns());
        }
    }

    @Override
    public String storage() {
        return inner.storage();
    }

    @Override
    public boolean isInMemory() {
        return inner.isInMemory();
    }

    @Override
    public boolean isKnownUnchanged() {
        return inner.isKnownUnchanged();
    }
}
