package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.ORIGIN;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * A matrix cut into panels of {@link Tuning#PANEL} columns, fewer at the {@link NarrowStart}, each
 * stored row after row: what the inner kernels load as vectors is contiguous, whatever the stride
 * of the original was. The last panel has whole vectors too; columns that fill it up are zero.
 */
final class Packed {
    private double[] data = new double[0];
    private int rows;
    private int columns;
    private int panelColumns = Tuning.PANEL;

    double[] data() {
        return data;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Columns of each panel but the last. */
    int panelColumns() {
        return panelColumns;
    }

    /** Number of panels. */
    int panels() {
        return Math.ceilDiv(columns, panelColumns);
    }

    /** Index of the first element of a row of a panel. */
    int index(int panel, int row) {
        return ORIGIN + panel * rows * panelColumns + row * lanes(panel);
    }

    /** Number of vectors in a row of a panel. */
    int vectors(int panel) {
        return Tuning.tileVectors(width(panel));
    }

    /** Elements in a row of a panel, those that fill it up included. */
    int lanes(int panel) {
        return vectors(panel) * Width.COUNT;
    }

    /** Copies {@code rows} rows of {@code source}, from the global index {@code from} on. */
    Packed copy(Panel source, long from, int rows) {
        shape(rows, source.columns());
        return fill(source, from);
    }

    /** Copies rows of {@code source} into the shape that was taken for them. */
    Packed fill(Panel source, long from) {
        for (int panel = 0; panel < panels(); panel++) {
            int width = width(panel);
            int lanes = lanes(panel);
            for (int i = 0; i < rows; i++) {
                int to = index(panel, i);
                int at = source.index(from + i) + panel * panelColumns;
                System.arraycopy(source.data(), at, data, to, width);
                if (width < lanes) {
                    Arrays.fill(data, to + width, to + lanes, 0.0);
                }
            }
        }
        return this;
    }

    /**
     * Copies the transpose of the block of {@code source} whose first element has index {@code at}.
     *
     * @param rows rows of the transpose, columns of the source
     * @param columns columns of the transpose, rows of the source
     */
    Packed copyTransposed(double[] source, int at, int stride, int rows, int columns) {
        shape(rows, columns);
        for (int panel = 0; panel < panels(); panel++) {
            copyTransposedPanel(panel, source, at, stride);
        }
        return this;
    }

    /** The part of {@link #copyTransposed} that belongs to a panel, after {@link #shape}. */
    void copyTransposedPanel(int panel, double[] source, int at, int stride) {
        int width = width(panel);
        int lanes = lanes(panel);
        for (int j = 0; j < lanes; j++) {
            int from = at + (panel * panelColumns + j) * stride;
            int to = index(panel, 0) + j;
            for (int i = 0; i < rows; i++) {
                data[to + i * lanes] = j < width ? source[from + i] : 0.0;
            }
        }
    }

    /** Takes a shape, all zeros. */
    Packed zeros(int rows, int columns) {
        shape(rows, columns);
        Arrays.fill(data, ORIGIN, index(panels(), 0), 0.0);
        return this;
    }

    /** Adds all to a panel of that shape. */
    void addTo(Panel target) {
        for (int panel = 0; panel < panels(); panel++) {
            Loops.addRows(
                    data,
                    index(panel, 0),
                    lanes(panel),
                    target.data(),
                    target.index(0) + panel * panelColumns,
                    target.stride(),
                    rows,
                    width(panel));
        }
    }

    /** Sets every element to its negative. */
    Packed negate() {
        Loops.scale(-1, data, ORIGIN, index(panels(), 0) - ORIGIN);
        return this;
    }

    /** The inverse of {@link #copyTransposedPanel}, into the same block or another. */
    void writeTransposedPanel(int panel, double[] target, int at, int stride) {
        int lanes = lanes(panel);
        for (int j = 0; j < width(panel); j++) {
            int to = at + (panel * panelColumns + j) * stride;
            int from = index(panel, 0) + j;
            for (int i = 0; i < rows; i++) {
                target[to + i] = data[from + i * lanes];
            }
        }
    }

    /** Number of columns in use in a panel. */
    int width(int panel) {
        return Math.min(panelColumns, columns - panel * panelColumns);
    }

    /** Takes a shape, with arbitrary contents. */
    void shape(int rows, int columns) {
        shape(rows, columns, NarrowStart.panelVectors());
    }

    /** The same with a number of vectors in a row of a panel. */
    void shape(int rows, int columns, int vectors) {
        this.rows = rows;
        this.columns = columns;
        this.panelColumns = vectors * Width.COUNT;
        int length = Math.addExact(ORIGIN, Math.multiplyExact(panels() * panelColumns, rows));
        if (data.length < length) {
            data = new double[Tuning.length(length)];
        }
    }
}
