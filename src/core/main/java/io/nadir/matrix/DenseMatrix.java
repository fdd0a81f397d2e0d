package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.ContentHash;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A dense real m×n matrix, all of whose elements are finite and known. Elements are in row-major
 * order, in blocks of whole rows, so that a matrix may have more elements than a Java array.
 *
 * {@snippet file="embedder/Examples.java" region="dense"}
 *
 * <p>{@link #copyOf} makes an immutable value. {@link #wrap} shares the caller's array, and {@link
 * #blocks} and {@link #whole} expose the elements without copying; whoever holds such an array must
 * not change it while the matrix is in use. Any number of threads may read a matrix at the same
 * time.
 */
public final class DenseMatrix implements MatrixData {
    private final int rows;
    private final int columns;
    private final List<Panel> blocks;
    private final Magnitudes magnitudes;
    private final long contents;

    DenseMatrix(int rows, int columns, List<Panel> blocks) {
        this.rows = rows;
        this.columns = columns;
        this.blocks = blocks;
        this.magnitudes = Magnitudes.of(blocks, columns);
        this.contents = contents();
    }

    /**
     * Creates a matrix from a copy of {@code values}; the caller may change the array afterwards.
     *
     * @param rows the number of rows m
     * @param columns the number of columns n
     * @param values element (i, j) at index {@code i * columns + j}
     * @throws IllegalArgumentException as {@link #wrap}
     */
    public static DenseMatrix copyOf(int rows, int columns, double[] values) {
        Objects.requireNonNull(values, "values");

        return wrap(rows, columns, values.clone());
    }

    /**
     * Creates a matrix that shares {@code values}, without copying. For arrays that are no longer
     * changed and too large to be held twice. Every solve and every certificate notices a change,
     * see {@link #requireUnchanged}.
     *
     * @param rows the number of rows m
     * @param columns the number of columns n
     * @param values element (i, j) at index {@code i * columns + j}
     * @throws IllegalArgumentException if a dimension is less than 1, if the array does not have
     *     exactly {@code rows * columns} elements, or if an element is NaN or infinite
     */
    public static DenseMatrix wrap(int rows, int columns, double[] values) {
        Objects.requireNonNull(values, "values");

        Checks.positive("rows", rows);
        Checks.positive("columns", columns);
        if ((long) rows * columns != values.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "values has %d elements, must have rows * columns = %d * %d = %d",
                            values.length, rows, columns, (long) rows * columns));
        }
        return new DenseMatrix(rows, columns, List.of(Panel.wrap(values, rows, columns, 0)));
    }

    /**
     * Returns a builder of a matrix that grows row by row, for readers that do not rely on an
     * announced number of rows.
     *
     * @throws IllegalArgumentException if {@code columns} is less than 1
     */
    public static DenseMatrixBuilder builder(int columns) {
        Checks.positive("columns", columns);
        return builder(columns, DenseMatrixBuilder.rowsPerBlock(columns));
    }

    /**
     * Returns a builder with row blocks of a given size. Meant for tests of matrices of several
     * blocks.
     */
    public static DenseMatrixBuilder builder(int columns, int rowsPerBlock) {
        return new DenseMatrixBuilder(columns, rowsPerBlock);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /**
     * Returns element (i, j), counted from 0.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int i, int j) {
        Panel block = blockOf(i);
        return block.get((int) (i - block.firstRow()), j);
    }

    /**
     * Copies row i into the first elements of {@code target}.
     *
     * @throws IndexOutOfBoundsException if there is no such row, or {@code target} is too short
     */
    public void copyRow(int i, double[] target) {
        Objects.requireNonNull(target, "target");

        Panel block = blockOf(i);
        System.arraycopy(block.data(), block.index(i), target, 0, columns);
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        for (int j = from; j < to; j++) {
            target[j - from] = get(row, j);
        }
    }

    private Panel blockOf(int i) {
        Checks.index("row", i, rows);
        return blocks.get(blocks.size() == 1 ? 0 : i / blocks.get(0).rows());
    }

    /**
     * Copies all elements into a new array, row-major.
     *
     * @throws IllegalArgumentException if the elements exceed the largest Java array
     */
    public double[] toArray() {
        double[] all = whole().data();
        return blocks.size() > 1 ? all : Arrays.copyOf(all, rows * columns);
    }

    /** {@inheritDoc} An entry of weight 0 counts as missing. */
    @Override
    public MatrixData withWeights(DenseMatrix weights) {
        Objects.requireNonNull(weights, "weights");

        return new WeightedMatrix(this, weights);
    }

    /**
     * Estimates the noise from the median singular value (Gavish and Donoho 2014, "The optimal hard
     * threshold for singular values is 4/√3"). Assumes independent noise of equal variance, and a
     * signal of rank well below half of the smaller dimension. Decomposes at most 400 rows by 1600
     * columns (or 1600 by 400), drawn at random, in about 10⁹ operations.
     */
    @Override
    public Noise noise(long seed) {
        double deviation = NoiseLevel.estimate(this, seed);
        return new Noise(deviation, deviation * (Math.sqrt(rows) + Math.sqrt(columns)));
    }

    @Override
    public List<ObservedEntries> split(double fraction, long seed) {
        return ObservedEntries.copyOf(this).split(fraction, seed);
    }

    @Override
    public Folds folds(int count, long seed) {
        return ObservedEntries.copyOf(this).folds(count, seed);
    }

    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        return ObservedEntries.copyOf(this).holdOuts(repeats, fraction, seed);
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public double entry(int... indices) {
        Objects.requireNonNull(indices, "indices");

        Checks.equal("indices.length", indices.length, "modes", 2);
        return get(indices[0], indices[1]);
    }

    @Override
    public double @Nullable [] sparsePart(ConvexLoss loss, Factors factors) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(factors, "factors");

        return loss.hasSparsePart() ? SparsePart.of(Loss.ofEntries(loss), this, factors) : null;
    }

    @Override
    public double maxAbs() {
        return magnitudes.maxAbs();
    }

    /**
     * Returns the Frobenius norm ‖Y‖_F. It is computed by plain summation of squares, which is
     * accurate as long as the square of {@link #maxAbs} neither overflows nor underflows.
     */
    @Override
    public double frobenius() {
        return magnitudes.frobenius();
    }

    /**
     * Returns all rows in one panel: shared if the matrix has one block, otherwise a copy.
     *
     * @throws IllegalArgumentException if the elements exceed the largest Java array
     */
    public Panel whole() {
        if (blocks.size() == 1) {
            return blocks.getFirst();
        }
        double[] all = new double[Checks.arrayLength("rows * columns", rows, columns)];
        for (Panel block : blocks) {
            int first = (int) block.firstRow() * columns;
            System.arraycopy(block.data(), 0, all, first, block.rows() * columns);
        }
        return Panel.wrap(all, rows, columns, 0);
    }

    /**
     * Returns the row blocks in order, not copied. All but the last have the same number of rows.
     */
    public List<Panel> blocks() {
        return blocks;
    }

    /** Returns a transposed copy. */
    public DenseMatrix transposed() {
        return new DenseMatrix(columns, rows, DenseMatrixBuilder.transposed(blocks, rows, columns));
    }

    @Override
    public long observed() {
        return (long) rows * columns;
    }

    /**
     * Throws if an element has changed since the matrix was made. Costs one pass over the elements,
     * as fast as memory can be read.
     *
     * @throws IllegalStateException if an element has changed; the message says what to use instead
     *     of {@link #wrap}
     */
    @Override
    public void requireUnchanged() {
        if (contents != contents()) {
            String shape = rows + " x " + columns;
            throw ContentHash.changed("DenseMatrix", shape, "blocks() or whole()");
        }
    }

    /** Returns whether no element has changed since the matrix was made. */
    public boolean isUnchanged() {
        return contents == contents();
    }

    private long contents() {
        long hash = 0;
        for (Panel block : blocks) {
            hash = ContentHash.of(hash, block.data(), block.rows() * columns);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "DenseMatrix " + rows + "×" + columns;
    }

    @Override
    public long fingerprint() {
        Fingerprint hash = new Fingerprint().add(rows).add(columns);
        for (Panel block : blocks) {
            hash.add(block.data(), block.rows() * columns);
        }
        return hash.value();
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DenseMatrixMap(this, this, null, Loss.ofEntries(loss), threads, executor);
    }

    @Override
    public DenseMatrix timesPowerOfTwo(int exponent) {
        requireUnchanged();
        List<Panel> scaled = new ArrayList<>(blocks.size());
        for (Panel block : blocks) {
            double[] data = Arrays.copyOf(block.data(), block.rows() * columns);
            for (int i = 0; i < data.length; i++) {
                data[i] = Math.scalb(data[i], exponent);
            }
            scaled.add(Panel.wrap(data, block.rows(), columns, block.firstRow()));
        }
        return new DenseMatrix(rows, columns, List.copyOf(scaled));
    }
}
