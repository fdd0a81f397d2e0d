package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Objects;

/**
 * Rows in an array of float64, which kernels read where they are.
 *
 * @param shared the rows, without padding
 */
public record PanelRows(Panel shared) implements RowBlock {
    /** What {@link #storage} returns. */
    public static final String STORAGE = "float64";

    /** Refuses null. */
    public PanelRows {
        Objects.requireNonNull(shared, "shared");
    }

    @Override
    public long firstRow() {
        return shared.firstRow();
    }

    @Override
    public int rows() {
        return shared.rows();
    }

    @Override
    public int columns() {
        return shared.columns();
    }

    @Override
    public String storage() {
        return STORAGE;
    }

    @Override
    public void read(long row, int count, double[] target, int offset) {
        System.arraycopy(shared.data(), shared.index(row), target, offset, count * columns());
    }

    @Override
    public double get(long row, int column) {
        return shared.get((int) (row - shared.firstRow()), column);
    }

    @Override
    public Panel panel(long from, long to, RowWindow window) {
        return shared;
    }
}
