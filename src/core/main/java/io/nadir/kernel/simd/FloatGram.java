package io.nadir.kernel.simd;

import static io.nadir.kernel.DenseKernels.FLOAT_CHAIN;
import static io.nadir.kernel.simd.Tuning.FLOAT_BLOCK;
import static io.nadir.kernel.simd.Tuning.FLOAT_COLUMNS;
import static io.nadir.kernel.simd.Tuning.FLOAT_ROWS;

import io.nadir.kernel.FloatPanels;
import io.nadir.kernel.FloatSquare;

import java.util.Arrays;

/**
 * The Gram matrix of rows of float32, block by block. The sums of a block stay in a cache of the
 * second level while the chains of the rows pass by; then they are added to C. So C is read and
 * written once.
 */
final class FloatGram {
    /** First element in use, at the start of a cache line as a rule. */
    private static final int ORIGIN = 2 * Tuning.ORIGIN;

    /** The sums of a block, in columns of tiles one after the other, each stored row after row. */
    private float[] sums = new float[0];

    /** Rows of a block, up to whole tiles. */
    private int height;

    /** For the rows of C from {@code first} to {@code end}. */
    void add(FloatPanels a, int rows, int first, int end, FloatSquare c) {
        if (sums.length == 0) {
            sums = new float[2 * Tuning.length(Tuning.ORIGIN + FLOAT_BLOCK * FLOAT_BLOCK / 2)];
        }
        for (int i = first; i < end; i += FLOAT_BLOCK) {
            int last = Math.min(end, i + FLOAT_BLOCK);
            height = Math.ceilDiv(last - i, FLOAT_ROWS) * FLOAT_ROWS;
            for (int j = 0; j < last; j += FLOAT_BLOCK) {
                addBlock(a, rows, i, last, j, Math.min(last, j + FLOAT_BLOCK), c);
            }
        }
    }

    /** For the elements from (i, j) to (end, right). */
    private void addBlock(
            FloatPanels a, int rows, int i, int end, int j, int right, FloatSquare c) {
        int tiles = Math.ceilDiv(right - j, FLOAT_COLUMNS);
        Arrays.fill(sums, ORIGIN, index(tiles * FLOAT_COLUMNS), 0f);
        for (int k = 0; k < rows; k += FLOAT_CHAIN) {
            int depth = Math.min(FLOAT_CHAIN, rows - k);
            for (int column = j; column < right; column += FLOAT_COLUMNS) {
                addChain(a, k, depth, i, end, column, index(column - j));
            }
        }
        for (int column = j; column < right; column += FLOAT_COLUMNS) {
            int width = Math.min(FLOAT_COLUMNS, right - column);
            for (int row = Math.max(i, column); row < end; row++) {
                int at = index(column - j) + (row - i) * FLOAT_COLUMNS;
                addRow(at, c.data(), row * c.stride() + column, width);
            }
        }
    }

    /** Adds the products of a chain to a column of tiles. */
    private void addChain(
            FloatPanels a, int k, int depth, int first, int end, int column, int sum) {
        int b = a.index(k, column);
        int above = Math.max(0, column - first) / FLOAT_ROWS * FLOAT_ROWS;
        for (int i = first + above; i < end; i += FLOAT_ROWS) {
            int at = sum + (i - first) * FLOAT_COLUMNS;
            FloatTile.addProduct(a.data(), a.index(k, i), b, depth, sums, at);
        }
    }

    private void addRow(int sum, float[] c, int at, int width) {
        for (int j = 0; j < width; j++) {
            c[at + j] += sums[sum + j];
        }
    }

    /** Where a column of tiles begins. */
    private int index(int column) {
        return ORIGIN + column * height;
    }
}
