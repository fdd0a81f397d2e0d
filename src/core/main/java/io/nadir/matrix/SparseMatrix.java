package io.nadir.matrix;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A sparse m×n matrix: entries that are not listed are zeros, and they count in the loss like all
 * others. If entries that are not listed are missing, use {@link ObservedEntries}.
 *
 * <p>Immutable and thread-safe. Takes 28 bytes per listed entry and 4 bytes per row and column.
 * Holds at most about 2³¹ entries.
 */
public final class SparseMatrix implements MatrixData {
    private final SparseEntries entries;

    private SparseMatrix(SparseEntries entries) {
        this.entries = entries;
    }

    /**
     * Creates a matrix from copies of triplets in any order: entry e is {@code values[e]} at row
     * {@code rowIndices[e]} and column {@code columnIndices[e]}, both counted from 0.
     *
     * @throws IllegalArgumentException if a dimension is less than 1, if the arrays differ in
     *     length, if an index is out of range, if a value is NaN or infinite, or if two entries
     *     have the same position
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
    public SparseMatrix transposed() {
        return new SparseMatrix(entries.transposed());
    }

    @Override
    public SparseMatrix withColumns(int count, int[] places) {
        Objects.requireNonNull(places, "places");

        int[] which = entries.staying(places);
        return copyOf(
                rows(),
                count,
                SparseEntries.take(entries.rowOf(), which),
                entries.moved(places, which),
                SparseEntries.take(entries.values(), which));
    }

    @Override
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    /** Returns the number of listed entries, including listed zeros. */
    public int listed() {
        return entries.count();
    }

    /**
     * Returns element (i, j), or 0 if it is not listed. Costs O(log of the number of entries in row
     * i).
     *
     * @throws IndexOutOfBoundsException if i or j is out of range
     */
    public double get(int i, int j) {
        int number = entries.find(i, j);
        return number < 0 ? 0 : entries.values()[number];
    }

    /** {@inheritDoc} All are known: what is not listed is 0. */
    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        Arrays.fill(target, 0, to - from, 0);
        entries.copyRow(row, from, to, null, target);
    }

    @Override
    public double maxAbs() {
        return entries.maxAbs();
    }

    @Override
    public double frobenius() {
        return entries.frobenius();
    }

    /** Returns the number of all entries, listed or not, because all of them carry a loss. */
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
     * Returns a map that never forms a dense matrix.
     *
     * @throws IllegalArgumentException unless the loss is the squared loss, the only one that can
     *     be computed from the listed entries and the Gram matrices of the factors
     */
    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
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

    /** Returns the entries, not copied. */
    SparseEntries entries() {
        return entries;
    }
}
