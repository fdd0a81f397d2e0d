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
    private final int most;
    private final boolean aligned;
    private double[] own = new double[0];
    private double[] data = own;
    private int origin = ORIGIN;
    private int stride = STRIDE;
    private int rows;
    private int columns;

    private Block(int most, boolean aligned) {
        this.most = most;
        this.aligned = aligned;
    }

    /** Room for {@code rows} rows, once it is taken; see {@link Tuning#ORIGIN} on its length. */
    static Block aligned(int rows) {
        return new Block(rows, true);
    }

    /** Room for {@code rows} rows, as short as possible, where many blocks are needed. */
    static Block compact(int rows) {
        return new Block(rows, false);
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
        reserve(rows);
        place(own, ORIGIN, STRIDE, rows, columns);
        return this;
    }

    /** Becomes rows from {@code row} on, columns from {@code column} on, of a panel. */
    Block of(Panel source, long row, int column, int rows, int columns) {
        int at = source.index(row) + column;
        if (!Width.MANY_REGISTERS || rows < TALLEST_TILE || columns < TALLEST_TILE) {
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

    /** Tiles read and write a few rows more than there are, but no more than there may be. */
    private void reserve(int rows) {
        int room = ORIGIN + Math.min(most, rows + TALLEST_TILE) * STRIDE;
        if (own.length < room) {
            own = new double[aligned ? Tuning.length(room) : room];
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
