package io.nadir.kernel;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * The lower triangle of a symmetric matrix of float32. What lies above the diagonal is arbitrary,
 * and so is what fills up rows and columns for the kernels to work on whole tiles.
 *
 * @param data the elements, row after row; shared
 * @param order n
 */
public record FloatSquare(float[] data, int order) {
    /** Columns are filled up to a multiple of this: no tile is wider. */
    private static final int WIDTH = 64;

    /** What keeps rows of a tile from falling into the same set of a cache. */
    private static final int SHIFT = 16;

    /** Rows beyond the last one: no tile is taller. */
    private static final int TALLEST = 12;

    /** Refuses null, and arrays of another length. */
    public FloatSquare {
        Objects.requireNonNull(data, "data");
        Checks.equal("data.length", data.length, "length of the storage", length(order));
    }

    /** Makes an n×n matrix of zeros. */
    public static FloatSquare zeros(int order) {
        return new FloatSquare(new float[length(order)], order);
    }

    /** Returns the distance between rows. */
    public int stride() {
        return stride(order);
    }

    /** Returns element (i, j), j ≤ i. */
    public double get(int i, int j) {
        return data[i * stride() + j];
    }

    private static int stride(int order) {
        return Math.ceilDiv(order, WIDTH) * WIDTH + SHIFT;
    }

    private static int length(int order) {
        return Math.multiplyExact(stride(order), order + TALLEST);
    }
}
