package io.nadir.array;

import java.util.Arrays;

/**
 * A row-major block of float64 numbers whose number of columns may change within its stride.
 *
 * <p>Element (i, j) is {@code data()[i * stride() + j]}. Columns from {@code columns()} to {@code
 * stride()} are padding. A panel made by {@link #zeros} keeps its padding at zero, which is the
 * theory's zero column; a panel made by {@link #wrap} has none.
 *
 * <p>{@code firstRow()} is the global index of row 0 where the panel is one row block of a larger
 * matrix; kernels address rows by their global index. It is 0 for every other panel.
 *
 * <p>Mutable and not thread-safe; concurrent kernels may read one panel, and may write disjoint
 * rows of it.
 */
public final class Panel {
    /** Strides of panels made by {@link #zeros} are multiples of this many doubles (64 bytes). */
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
     * A zero panel of {@code columns} columns, with a stride that is the next multiple of {@link
     * #LANES}.
     *
     * @throws IllegalArgumentException if a dimension is negative or the panel exceeds the largest
     *     array
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

    /** The stride of a panel with capacity for {@code columns} columns. */
    public static int paddedStride(int columns) {
        Checks.nonNegative("columns", columns);
        return Math.multiplyExact(Math.max(1, Math.ceilDiv(columns, LANES)), LANES);
    }

    /**
     * Wraps a dense row-major array without copying it.
     *
     * @throws IllegalArgumentException if {@code data} is shorter than {@code rows * columns}
     */
    public static Panel wrap(double[] data, int rows, int columns, long firstRow) {
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

    /** The backing array, shared. */
    public double[] data() {
        return data;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns in use. */
    public int columns() {
        return columns;
    }

    /** Distance between consecutive rows, which is also the largest number of columns. */
    public int stride() {
        return stride;
    }

    /** Global index of row 0. */
    public long firstRow() {
        return firstRow;
    }

    /** Changes the global index of row 0, for a panel that is a window on one slice at a time. */
    public Panel moveTo(long newFirstRow) {
        firstRow = newFirstRow;
        return this;
    }

    /** Index in {@link #data()} of the first element of the row with global index {@code row}. */
    public int index(long row) {
        return (int) (row - firstRow) * stride;
    }

    /** Element (i, j), i counted from 0 whatever {@link #firstRow()} is. */
    public double get(int i, int j) {
        return data[Math.addExact(i * stride, Checks.index("column", j, columns))];
    }

    /** Sets element (i, j), i counted from 0 whatever {@link #firstRow()} is. */
    public void set(int i, int j, double value) {
        data[Math.addExact(i * stride, Checks.index("column", j, columns))] = value;
    }

    /**
     * Changes the number of columns in use. Columns that come into use have the values that they
     * have in the padding; columns that go out of use are set to zero. Cost: O(rows) for each
     * column dropped, O(1) otherwise; allocates nothing.
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

    /** Sets every element, padding included, to zero. */
    public Panel clear() {
        Arrays.fill(data, 0.0);
        return this;
    }
}
