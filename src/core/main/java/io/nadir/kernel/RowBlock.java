package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of dense data, wherever and in whatever format their elements are kept. Kernels
 * compute with float64; what is something else is converted exactly as it is read, a slice at a
 * time, so that results have the bits that those of a float64 copy have.
 *
 * <p>Immutable, and read by any number of threads at the same time.
 */
public interface RowBlock {
    /** Returns the index of the first row in the matrix. */
    long firstRow();

    /** Returns the number of rows. */
    int rows();

    /** Returns the number of columns. */
    int columns();

    /**
     * Copies whole rows, row-major.
     *
     * @param row the index of the first one in the matrix
     * @param count the number of rows
     * @param target receives {@code count * columns()} numbers from {@code offset} on
     */
    void read(long row, int count, double[] target, int offset);

    /** Returns how the elements are kept, as in {@code float32}. */
    String storage();

    /** Returns the panel that holds the elements themselves; null if there is none. */
    default @Nullable Panel shared() {
        return null;
    }

    /** Returns whether the elements are in memory. */
    default boolean isInMemory() {
        return true;
    }

    /**
     * Returns whether it is known, without reading the elements, that they are what they were.
     * False if that takes reading them.
     */
    default boolean isKnownUnchanged() {
        return false;
    }

    /** Returns element (row, column), where the row is that of the matrix. */
    default double get(long row, int column) {
        double[] elements = new double[columns()];
        read(row, 1, elements, 0);
        return elements[column];
    }

    /**
     * Returns rows as a panel, under their indices in the matrix: the elements themselves or, in
     * the window, their values.
     *
     * @param window whose earlier contents are lost
     */
    default Panel panel(long from, long to, RowWindow window) {
        return window.copy(this, from, to);
    }

    /** Computes {@link DenseKernels#gramMultiply} of rows of this block. */
    default void gramMultiply(
            DenseKernels kernels,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        Panel y = panel(from, to, RowWindow.of(scratch));
        kernels.gramMultiply(y, from, to, b, u, c, t, w, s, scratch);
    }
}
