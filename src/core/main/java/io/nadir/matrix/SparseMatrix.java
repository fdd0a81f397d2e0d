package io.nadir.matrix;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A sparse real matrix: entries that are not listed are zeros, and count in the loss like all
 * others. Where they are missing, see {@link ObservedEntries}.
 *
 * <p>Takes 28 bytes for each entry and 4 for each row and column. At most about 2³¹ entries.
 */
public final class SparseMatrix implements MatrixData {
    private final SparseEntries entries;

    private SparseMatrix(SparseEntries entries) {
        this.entries = entries;
    }

    /**
     * A matrix of triplets in any order, copied: entry e is {@code values[e]} at row {@code
     * rowIndices[e]}, column {@code columnIndices[e]}, both counted from 0.
     *
     * @throws IllegalArgumentException if a dimension is less than 1, the arrays differ in length,
     *     an index is out of range, a value is NaN or infinite, or two entries are at one place
     */
    public static SparseMatrix copyOf(
            int rows, int columns, int[] rowIndices, int[] columnIndices, double[] values) {
        Objects.requireNonNull(rowIndices, "rowIndices");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");

        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        return new SparseMatrix(
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order));
    }

    @Override
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    /** Number of entries listed, zeros among them included. */
    public int listed() {
        return entries.count();
    }

    /**
     * Element (i, j), 0 where none is listed. O(log of the entries of row i).
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int i, int j) {
        int number = entries.find(i, j);
        return number < 0 ? 0 : entries.values()[number];
    }

    @Override
    public double maxAbs() {
        return entries.maxAbs();
    }

    @Override
    public double frobenius() {
        return entries.frobenius();
    }

    /** All entries, listed or not. */
    @Override
    public long observed() {
        return (long) rows() * columns();
    }

    @Override
    public String toString() {
        return "SparseMatrix " + rows() + "×" + columns() + ", " + listed() + " listed";
    }

    @Override
    public long fingerprint() {
        return entries.fingerprint();
    }

    @Override
    public SparseMatrix timesPowerOfTwo(int exponent) {
        return new SparseMatrix(entries.timesPowerOfTwo(exponent));
    }

    /**
     * The map that never forms a dense matrix.
     *
     * @throws IllegalArgumentException unless the loss is squared: only that is a sum over the
     *     listed entries and products of the factors' Gram matrices
     */
    @Override
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        if (!loss.isQuadratic()) {
            throw new IllegalArgumentException(
                    "loss = "
                            + loss.name()
                            + ", allowed for a sparse matrix with zeros where nothing is listed is"
                            + " squared: use a dense matrix, or observed entries");
        }
        return new SparseMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    /** The entries, shared. */
    SparseEntries entries() {
        return entries;
    }
}
