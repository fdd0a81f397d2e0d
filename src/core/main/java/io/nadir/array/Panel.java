package io.nadir.array;

import io.nadir.check.Checks;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row-major block of float64 numbers whose number of columns can change without moving its
 * elements.
 *
 * <p>Element (i, j) is {@code data()[i * stride() + j]}. The columns from {@code columns()} to
 * {@code stride()} are padding. A panel made by {@link #zeros} keeps its padding zero, so that
 * kernels may compute with whole lanes; a panel made by {@link #wrap} has no padding.
 *
 * <p>If the panel is a block of rows of a larger matrix, {@code firstRow()} is the index of its row
 * 0 in that matrix; kernels address rows by that global index. For every other panel it is 0.
 *
 * <p>Mutable and not thread-safe. Several threads may read one panel at the same time, or write
 * disjoint rows of it.
 */
public final class Panel {
    /**
     * The strides of panels made by {@link #zeros} are multiples of this number of doubles (64
     * bytes).
     */
    public static final int LANES = 8;

    private final double[] data;
    private final int rows;
    private final int stride;
    private long firstRow;
    private int columns;

    private Panel(double[] data, int rows, int columns, int stride, long firstRow) {
        this.data = data;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        this.firstRow = firstRow;
    }

    /**
     * Creates a panel of zeros whose stride is {@code columns} rounded up to a multiple of {@link
     * #LANES}.
     *
     * @throws IllegalArgumentException if a dimension is negative or the panel exceeds the largest
     *     Java array
     */
    public static Panel zeros(int rows, int columns) {
        int stride = paddedStride(columns);
        return new Panel(
                new double[Checks.arrayLength("rows * stride", rows, stride)],
                rows,
                columns,
                stride,
                0);
    }

    /** Returns the stride of a panel that has room for {@code columns} columns. */
    public static int paddedStride(int columns) {
        Checks.nonNegative("columns", columns);
        return Math.multiplyExact(Math.max(1, Math.ceilDiv(columns, LANES)), LANES);
    }

    /**
     * Wraps a dense row-major array without copying it.
     *
     * @param data the elements, row after row; shared
     * @param firstRow the global index of row 0
     * @throws IllegalArgumentException if {@code data} has fewer than {@code rows * columns}
     *     elements
     */
    public static Panel wrap(double[] data, int rows, int columns, long firstRow) {
        Objects.requireNonNull(data, "data");

        if (data.length < Checks.arrayLength("rows * columns", rows, columns)) {
            throw new IllegalArgumentException(
                    "data has "
                            + data.length
                            + " elements, at least rows * columns = "
                            + (long) rows * columns
                            + " are needed");
        }
        return new Panel(data, rows, columns, columns, firstRow);
    }

    /** Returns the array of the elements, not copied. */
    public double[] data() {
        return data;
    }

    /** Returns the number of rows. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns in use. */
    public int columns() {
        return columns;
    }

    /**
     * Returns the distance between the starts of two consecutive rows, which is also the largest
     * possible number of columns.
     */
    public int stride() {
        return stride;
    }

    /** Returns the global index of row 0. */
    public long firstRow() {
        return firstRow;
    }

    /**
     * Changes the global index of row 0, for a panel that is a window onto one slice after another;
     * returns this.
     */
    public Panel moveTo(long newFirstRow) {
        firstRow = newFirstRow;
        return this;
    }

    /**
     * Returns the index in {@link #data()} of the first element of the row with global index {@code
     * row}.
     */
    public int index(long row) {
        return (int) (row - firstRow) * stride;
    }

    /** Returns element (i, j), where i counts from 0 whatever {@link #firstRow()} is. */
    public double get(int i, int j) {
        return data[Math.addExact(i * stride, Checks.index("column", j, columns))];
    }

    /** Sets element (i, j), where i counts from 0 whatever {@link #firstRow()} is. */
    public void set(int i, int j, double value) {
        data[Math.addExact(i * stride, Checks.index("column", j, columns))] = value;
    }

    /**
     * Changes the number of columns in use and returns this. Added columns have the values that
     * they had in the padding; removed columns are set to zero. Costs O(rows) per removed column,
     * otherwise O(1); allocates nothing.
     *
     * @throws IllegalArgumentException if {@code columns} is negative or exceeds the stride
     */
    public Panel setColumns(int columns) {
        if (columns < 0 || columns > stride) {
            throw new IllegalArgumentException(
                    "columns = " + columns + ", allowed are 0 to the stride " + stride);
        }
        if (columns < this.columns) {
            for (int row = 0, at = 0; row < rows; row++, at += stride) {
                Arrays.fill(data, at + columns, at + this.columns, 0.0);
            }
        }
        this.columns = columns;
        return this;
    }

    /** Sets every element, the padding included, to zero and returns this. */
    public Panel clear() {
        Arrays.fill(data, 0.0);
        return this;
    }
}
