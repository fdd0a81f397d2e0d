package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.ORIGIN;
import static io.nadir.kernel.simd.Tuning.SLICE;
import static io.nadir.kernel.simd.Tuning.STRIDE;

import io.nadir.kernel.Panel;

import java.util.Arrays;

/**
 * A compact copy of a block of at most {@link Tuning#SLICE} rows and {@link Tuning#BLOCK} columns,
 * row-major with the constant stride {@link Tuning#STRIDE}: a constant, so that the compiler proves
 * all indices of an inner loop at once, and not a power of two.
 */
final class Slab {
    private final double[] data;
    private int rows;
    private int columns;

    private Slab(int length) {
        data = new double[length];
    }

    /** A slab for one block at a time; see {@link Tuning#ORIGIN} on its length. */
    static Slab aligned() {
        return new Slab(Math.max(Tuning.MIN_LENGTH, ORIGIN + SLICE * STRIDE));
    }

    /** A slab as short as possible, where many are needed. */
    static Slab compact() {
        return new Slab(ORIGIN + SLICE * STRIDE);
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

    /** Index of element (i, j). */
    static int index(int i, int j) {
        return ORIGIN + i * STRIDE + j;
    }

    /** Takes a shape, with arbitrary contents. */
    Slab shape(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        return this;
    }

    /** Copies the block of {@code source} whose first element has index {@code at}. */
    Slab copy(double[] source, int at, int sourceStride, int rows, int columns) {
        shape(rows, columns);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, at + i * sourceStride, data, index(i, 0), columns);
        }
        return this;
    }

    /** Copies rows from {@code row} on, columns from {@code column} on, of a panel. */
    Slab copy(Panel source, long row, int column, int rows, int columns) {
        return copy(source.data(), source.index(row) + column, source.stride(), rows, columns);
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

    /** Sets every element to zero. */
    void clear() {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(data, index(i, 0), index(i, 0) + columns, 0.0);
        }
    }
}
