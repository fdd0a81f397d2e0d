package io.nadir.kernel;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * Rows of float32 in the order in which a Gram matrix reads them. Each {@link
 * DenseKernels#FLOAT_CHAIN} rows lie together, cut into panels of some columns, each stored row
 * after row: so what is multiplied is contiguous, and all panels of a chain are side by side.
 * Columns that fill up the last panel are zero.
 *
 * @param data the elements; shared
 * @param rows the number of rows that there is room for
 * @param columns the number of columns
 * @param width the number of columns of a panel, as the kernels that read them ask for
 */
public record FloatPanels(float[] data, int rows, int columns, int width) {
    private static final int CHAIN = DenseKernels.FLOAT_CHAIN;

    /**
     * First element in use. Large arrays start at a page plus a header of 16 bytes, so this one is
     * on a cache line.
     */
    private static final int ORIGIN = 12;

    /** Refuses null, and arrays of another length. */
    public FloatPanels {
        Objects.requireNonNull(data, "data");
        Checks.equal(
                "data.length", data.length, "length of the storage", length(rows, columns, width));
    }

    /** Makes rows of zeros. */
    static FloatPanels zeros(int rows, int columns, int width) {
        return new FloatPanels(new float[length(rows, columns, width)], rows, columns, width);
    }

    /** Sets a row to the numbers of an array from an index on. */
    public void set(int row, float[] source, int offset) {
        set(row, source, offset, columns);
    }

    /** The same for the first columns alone. */
    void set(int row, float[] source, int offset, int count) {
        for (int j = 0; j < count; j += width) {
            System.arraycopy(source, offset + j, data, index(row, j), Math.min(width, count - j));
        }
    }

    /** Copies the first columns of a row into an array from an index on. */
    void copyRow(int row, float[] target, int offset, int count) {
        for (int j = 0; j < count; j += width) {
            System.arraycopy(data, index(row, j), target, offset + j, Math.min(width, count - j));
        }
    }

    /** Returns an element. */
    public double get(int row, int column) {
        return data[index(row, column)];
    }

    /**
     * Returns the index in {@link #data} of an element. Rows of a panel are {@link #width} apart.
     */
    public int index(int row, int column) {
        int chain = row / CHAIN * CHAIN;
        int panel = column / width * width;
        return ORIGIN
                + chain * padded(columns, width)
                + panel * CHAIN
                + (row - chain) * width
                + column
                - panel;
    }

    private static int padded(int columns, int width) {
        return Math.ceilDiv(columns, width) * width;
    }

    private static int length(int rows, int columns, int width) {
        int whole = Math.ceilDiv(rows, CHAIN) * CHAIN;
        return Math.addExact(ORIGIN, Math.multiplyExact(whole, padded(columns, width)));
    }
}
