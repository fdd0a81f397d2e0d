package io.nadir.kernel.simd;

import static io.nadir.kernel.DenseKernels.FLOAT_CHAIN;
import static io.nadir.kernel.simd.Tuning.FLOAT_PANEL;
import static io.nadir.kernel.simd.Tuning.FLOAT_ROWS;

import io.nadir.kernel.FloatRows;
import io.nadir.kernel.FloatSquare;

import java.util.Arrays;

/**
 * The Gram matrix of rows of float32, tile by tile: C has room for whole tiles beyond its last row
 * and column, so none is computed aside.
 */
final class FloatGram {
    /** First element in use in packed arrays, at the start of a cache line as a rule. */
    private static final int ORIGIN = 2 * Tuning.ORIGIN;

    /** All columns that are needed, in panels of {@link Tuning#FLOAT_PANEL}; zeros fill up. */
    private float[] right = new float[0];

    /** The columns that are fewer than a tile has rows, side by side; zeros fill up. */
    private final float[] tail = new float[Tuning.GRAM_SLICE * FLOAT_ROWS];

    /** For the rows of C from {@code first} to {@code end}. */
    void add(FloatRows a, long from, long to, int first, int end, FloatSquare c) {
        for (long row = from; row < to; row += Tuning.GRAM_SLICE) {
            int rows = (int) Math.min(to - row, Tuning.GRAM_SLICE);
            pack(a, row, rows, end);
            for (int i = first; i < end; i += Tuning.GRAM_BLOCK) {
                addBlock(a, row, rows, i, Math.min(end, i + Tuning.GRAM_BLOCK), c);
            }
        }
    }

    /** Chain by chain, so that the block of C stays in a cache. */
    private void addBlock(FloatRows a, long row, int rows, int first, int end, FloatSquare c) {
        for (int k = 0; k < rows; k += FLOAT_CHAIN) {
            int depth = Math.min(FLOAT_CHAIN, rows - k);
            for (int column = 0; column < end; column += FLOAT_PANEL) {
                int b = ORIGIN + column * rows + k * FLOAT_PANEL;
                int above = Math.max(0, column - first) / FLOAT_ROWS * FLOAT_ROWS;
                for (int i = first + above; i < end; i += FLOAT_ROWS) {
                    addTile(a, row + k, k, i, b, depth, c, column);
                }
            }
        }
    }

    private void addTile(
            FloatRows a, long row, int k, int i, int b, int depth, FloatSquare c, int column) {
        boolean whole = i + FLOAT_ROWS <= a.columns();
        FloatTile.addProduct(
                whole ? a.data() : tail,
                whole ? a.index(row) + i : k * FLOAT_ROWS,
                whole ? a.columns() : FLOAT_ROWS,
                right,
                b,
                depth,
                c.data(),
                i * c.stride() + column,
                c.stride());
    }

    private void pack(FloatRows a, long row, int rows, int columns) {
        int panels = Math.ceilDiv(columns, FLOAT_PANEL);
        int length = ORIGIN + Math.multiplyExact(panels * FLOAT_PANEL, rows);
        if (right.length < length) {
            right = new float[length];
        }
        for (int panel = 0; panel < panels; panel++) {
            int column = panel * FLOAT_PANEL;
            int width = Math.min(FLOAT_PANEL, columns - column);
            for (int k = 0; k < rows; k++) {
                int to = ORIGIN + column * rows + k * FLOAT_PANEL;
                System.arraycopy(a.data(), a.index(row + k) + column, right, to, width);
                Arrays.fill(right, to + width, to + FLOAT_PANEL, 0f);
            }
        }
        packTail(a, row, rows);
    }

    private void packTail(FloatRows a, long row, int rows) {
        int width = a.columns() % FLOAT_ROWS;
        for (int k = 0; k < rows; k++) {
            int to = k * FLOAT_ROWS;
            int at = a.index(row + k) + a.columns() - width;
            System.arraycopy(a.data(), at, tail, to, width);
            Arrays.fill(tail, to + width, to + FLOAT_ROWS, 0f);
        }
    }
}
