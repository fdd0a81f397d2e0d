package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Tuning.STRIDE;
import static io.nadir.kernel.simd.Tuning.TALLEST_TILE;

import io.nadir.array.Panel;

/**
 * A block of at most {@link Tuning#BLOCK} columns: a part of a panel, read where it is, or storage
 * of its own. What is narrower or lower than a register tile is copied, since tiles read beyond it;
 * where registers are few everything is, for a distance between rows that is constant and no power
 * of two.
 */
final class Block {
    private final double[] own;
    private double[] data;
    private int origin = ORIGIN;
    private int stride = STRIDE;
    private int rows;
    private int columns;

    private Block(int length) {
        own = new double[length];
        data = own;
    }

    /** Room for {@code rows} rows; see {@link Tuning#ORIGIN} on its length. */
    static Block aligned(int rows) {
        return new Block(Math.max(Tuning.MIN_LENGTH, ORIGIN + rows * STRIDE));
    }

    /** Room for {@code rows} rows, as short as possible, where many blocks are needed. */
    static Block compact(int rows) {
        return new Block(ORIGIN + rows * STRIDE);
    }

    double[] data() {
        return data;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Distance between rows. */
    int stride() {
        return stride;
    }

    /** Index of element (i, j). */
    int index(int i, int j) {
        return origin + i * stride + j;
    }

    /** Takes a shape, in its own storage, with arbitrary contents. */
    Block shape(int rows, int columns) {
        place(own, ORIGIN, STRIDE, rows, columns);
        return this;
    }

    /** Becomes rows from {@code row} on, columns from {@code column} on, of a panel. */
    Block of(Panel source, long row, int column, int rows, int columns) {
        int at = source.index(row) + column;
        if (!Lanes.MANY_REGISTERS || rows < TALLEST_TILE || columns < TALLEST_TILE) {
            return copy(source.data(), at, source.stride(), rows, columns);
        }
        place(source.data(), at, source.stride(), rows, columns);
        return this;
    }

    /** Copies the block of {@code source} whose first element has index {@code at}. */
    Block copy(double[] source, int at, int sourceStride, int rows, int columns) {
        shape(rows, columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, at + i * sourceStride, data, index(i, 0), columns);
        }
        return this;
    }

    /** Copies to a panel, the first element to row {@code row} and column {@code column}. */
    void writeTo(Panel target, long row, int column) {
        for (int i = 0; i < rows; i++) {
            int to = target.index(row + i) + column;
            System.arraycopy(data, index(i, 0), target.data(), to, columns);
        }
    }

    /** Sets every element to its negative. */
    void negate() {
        for (int i = 0; i < rows; i++) {
            int at = index(i, 0);
            for (int j = 0; j < columns; j++) {
                data[at + j] = -data[at + j];
            }
        }
    }

    private void place(double[] array, int at, int distance, int height, int width) {
        data = array;
        origin = at;
        stride = distance;
        rows = height;
        columns = width;
    }
}
