package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;

import java.util.Objects;

/**
 * Rows in an array of float32: half the memory, and half the time where reading memory is what a
 * pass takes.
 *
 * @param data the elements, row after row; shared
 * @param firstRow the index of the first row in the matrix
 */
public record FloatRows(float[] data, int rows, int columns, long firstRow) implements RowBlock {
    /** What {@link #storage} returns. */
    public static final String STORAGE = "float32";

    /** Refuses null. */
    public FloatRows {
        Objects.requireNonNull(data, "data");
    }

    @Override
    public String storage() {
        return STORAGE;
    }

    /** Returns the index in {@link #data} of the first element of a row of the matrix. */
    public int index(long row) {
        return (int) (row - firstRow) * columns;
    }

    @Override
    public void read(long row, int count, double[] target, int offset) {
        Kernels.get().widen(data, index(row), target, offset, count * columns);
    }

    @Override
    public double get(long row, int column) {
        return data[index(row) + Checks.index("column", column, columns)];
    }

    @Override
    public void gramMultiply(
            DenseKernels kernels,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        kernels.gramMultiply(this, from, to, b, u, c, t, w, s, scratch);
    }
}
