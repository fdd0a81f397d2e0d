package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.ContentHash;
import io.nadir.kernel.FloatRows;
import io.nadir.kernel.PanelRows;
import io.nadir.kernel.Workers;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.map.TrainedFactorization;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    /** What {@link #storage} says of elements that are float64 in memory. */
    public static final String FLOAT64 = PanelRows.STORAGE;

    private final DenseRows elements;
    private final int rows;
    private final int columns;
    private final Survey survey;

    DenseMatrix(DenseRows elements) {
        this.elements = elements;
        this.rows = elements.rows();
        this.columns = elements.columns();
        this.survey = new Survey(elements);
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

        return own(rows, columns, values.clone());
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

        return own(rows, columns, values).givenOut();
    }

    /** Takes an array that nobody else has. */
    private static DenseMatrix own(int rows, int columns, double[] values) {
        requireLength(rows, columns, values.length);
        Panel panel = Panel.wrap(values, rows, columns, 0);
        return new DenseMatrix(DenseRows.of(rows, columns, List.of(panel)));
    }

    /**
     * Creates a matrix from a copy of numbers of float32, which stay float32: half the memory, and
     * up to twice the speed where reading memory is what takes the time. Kernels convert them to
     * float64 as they read them, which is exact; so results and certificates have the bits that
     * they have for a float64 copy.
     *
     * @param rows the number of rows m
     * @param columns the number of columns n
     * @param values element (i, j) at index {@code i * columns + j}
     * @throws IllegalArgumentException as {@link #wrap(int, int, double[])}
     */
    public static DenseMatrix copyOf(int rows, int columns, float[] values) {
        Objects.requireNonNull(values, "values");

        return wrap(rows, columns, values.clone());
    }

    /**
     * Creates a matrix that shares numbers of float32, without copying; see {@link #copyOf(int,
     * int, float[])} and {@link #wrap(int, int, double[])}.
     *
     * @param rows the number of rows m
     * @param columns the number of columns n
     * @param values element (i, j) at index {@code i * columns + j}
     * @throws IllegalArgumentException as {@link #wrap(int, int, double[])}
     */
    public static DenseMatrix wrap(int rows, int columns, float[] values) {
        Objects.requireNonNull(values, "values");

        requireLength(rows, columns, values.length);
        return new DenseMatrix(
                new DenseRows(rows, columns, List.of(new FloatRows(values, rows, columns, 0))));
    }

    private static void requireLength(int rows, int columns, int length) {
        Checks.positive("rows", rows);
        Checks.positive("columns", columns);
        if ((long) rows * columns != length) {
            throw new IllegalArgumentException(
                    String.format(
                            "values has %d elements, must have rows * columns = %d * %d = %d",
                            length, rows, columns, (long) rows * columns));
        }
    }

    /**
     * Creates a matrix whose rows are read from a source in every pass, and are never all in
     * memory. Goes over all of them once.
     *
     * <p>What needs all elements in memory is refused with an {@link IllegalArgumentException} if
     * they do not fit: {@link #toArray}, {@link #whole}, {@link #transposed}, {@link #split},
     * {@link #folds} and {@link #holdOuts}.
     *
     * @throws IllegalArgumentException if a dimension is less than 1, or an element is NaN or
     *     infinite
     * @throws UncheckedIOException if the source cannot be read
     */
    public static DenseMatrix of(RowSource source) {
        Objects.requireNonNull(source, "source");

        return new DenseMatrix(DenseRows.of(source));
    }

    /**
     * Returns all entries of a matrix model, X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ.
     *
     * @param factors U and V
     * @param offsets μ, a and b; null if there are none
     * @throws IllegalArgumentException if offsets and factors do not fit together, if an entry
     *     exceeds float64, or if the entries exceed the largest Java array
     */
    public static DenseMatrix ofModel(Factors factors, @Nullable Offsets offsets) {
        Objects.requireNonNull(factors, "factors");

        double[] entries = new TrainedFactorization(false, factors, offsets).allEntries();
        List<Integer> shape = factors.dimensions();
        return own(shape.getFirst(), shape.getLast(), entries);
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
        Checks.index("column", j, columns);
        return elements.blockOf(i).get(i, j);
    }

    /**
     * Copies row i into the first elements of {@code target}.
     *
     * @throws IndexOutOfBoundsException if there is no such row, or {@code target} is too short
     */
    public void copyRow(int i, double[] target) {
        Objects.requireNonNull(target, "target");

        copyRows(i, 1, target, 0);
    }

    /**
     * Copies rows, row-major. This is how to go over all elements whatever {@link #storage} is.
     *
     * @param from the first row
     * @param count the number of rows
     * @param target receives element (from + i, j) at index {@code offset + i * columns + j}
     * @throws IndexOutOfBoundsException if there are no such rows, or {@code target} is too short
     */
    public void copyRows(int from, int count, double[] target, int offset) {
        Objects.requireNonNull(target, "target");

        Objects.checkFromIndexSize(from, count, rows);
        Objects.checkFromIndexSize(offset, Math.multiplyExact(count, columns), target.length);
        elements.read(from, count, target, offset);
    }

    /**
     * Returns how the elements are kept: {@link #FLOAT64} or {@code float32}, both in memory, or
     * the {@linkplain RowSource#description description} of the source that they are read from.
     */
    public String storage() {
        return elements.storage();
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        Objects.checkFromToIndex(from, to, columns);
        double[] values = new double[columns];
        copyRow(row, values);
        System.arraycopy(values, from, target, 0, to - from);
    }

    /**
     * Copies all elements into a new array, row-major.
     *
     * @throws IllegalArgumentException if the elements exceed the largest Java array, or memory
     */
    public double[] toArray() {
        int length = Checks.arrayLength("rows * columns", rows, columns);
        elements.requireMemory("an array", Double.BYTES);
        double[] all = new double[length];
        elements.read(0, rows, all, 0);
        return all;
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

    /** {@inheritDoc} Counts have a variance that is their mean; the mean of all stands for it. */
    @Override
    public @Nullable Noise noise(ConvexLoss loss, long seed) {
        Objects.requireNonNull(loss, "loss");

        return loss.isQuadratic() ? noise(seed) : CountNoise.of(this, loss);
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
        return survey.magnitudes().maxAbs();
    }

    /**
     * Returns the Frobenius norm ‖Y‖_F. It is computed by plain summation of squares, which is
     * accurate as long as the square of {@link #maxAbs} neither overflows nor underflows.
     */
    @Override
    public double frobenius() {
        return survey.magnitudes().frobenius();
    }

    /**
     * Returns all rows in one panel: shared if the matrix is one array of float64, otherwise a
     * copy.
     *
     * @throws IllegalArgumentException if the elements exceed the largest Java array, or memory
     */
    public Panel whole() {
        Panel only = elements.blocks().size() == 1 ? elements.blocks().getFirst().shared() : null;
        if (only == null) {
            return Panel.wrap(toArray(), rows, columns, 0);
        }
        survey.giveOut();
        return only;
    }

    /**
     * Returns the row blocks in order, not copied. All but the last have the same number of rows.
     *
     * @throws UnsupportedOperationException unless the elements are arrays of float64; {@link
     *     #copyRows} serves every matrix
     */
    public List<Panel> blocks() {
        List<Panel> panels = elements.panels();
        survey.giveOut();
        return panels;
    }

    /** Returns this matrix, whose arrays others are going to have. */
    DenseMatrix givenOut() {
        survey.giveOut();
        return this;
    }

    /**
     * Returns this matrix if its elements are arrays of float64, otherwise a copy that has such
     * arrays. Samples of networks are kept so.
     *
     * @throws IllegalArgumentException if the copy exceeds memory
     */
    public DenseMatrix toFloat64() {
        if (elements.isShared()) {
            return this;
        }
        elements.requireMemory("a float64 copy", Double.BYTES);
        return new DenseMatrix(elements.copy());
    }

    /** Returns the elements, wherever they are. */
    DenseRows elements() {
        return elements;
    }

    /**
     * Returns a transposed copy, of float32 if the elements are that in memory.
     *
     * @throws IllegalArgumentException if the copy exceeds memory
     */
    @Override
    public DenseMatrix transposed() {
        boolean floats = storage().equals(FloatRows.STORAGE);
        elements.requireMemory("a transposed copy", floats ? Float.BYTES : Double.BYTES);
        return DenseMatrixBuilder.transposed(elements, floats);
    }

    @Override
    public long observed() {
        return (long) rows * columns;
    }

    /**
     * Throws if an element has changed since the matrix was made. Costs one pass over the elements,
     * unless nobody else has the arrays (there are none of {@link #wrap}, {@link #blocks}, {@link
     * #whole} and no loss but the squared one was given them), or a source knows without reading
     * ({@link RowSource#isKnownUnchanged}).
     *
     * @throws IllegalStateException if an element has changed; the message says what to use instead
     *     of {@link #wrap}
     * @throws UncheckedIOException if rows of a source are not what they were
     */
    @Override
    public void requireUnchanged() {
        requireUnchanged(null);
    }

    /**
     * The same on threads.
     *
     * @param workers the threads; null to work on the one that calls, whatever has been cancelled
     */
    void requireUnchanged(@Nullable Workers workers) {
        if (!survey.isUnchanged(workers)) {
            String shape = rows + " x " + columns;
            if (!elements.isInMemory()) {
                throw new UncheckedIOException(
                        new IOException(
                                String.format(
                                        "the rows of a DenseMatrix of %s (%s) are not what they"
                                                + " were when it was made, so that nothing that is"
                                                + " known of it holds any more: let them stay as"
                                                + " they are until the end, and begin again",
                                        shape, storage())));
            }
            throw ContentHash.changed("DenseMatrix", shape, "blocks() or whole()");
        }
    }

    /** Returns whether no element has changed since the matrix was made. */
    public boolean isUnchanged() {
        return survey.isUnchanged(null);
    }

    @Override
    public String toString() {
        return "DenseMatrix " + rows + "×" + columns;
    }

    @Override
    public long fingerprint() {
        return survey.fingerprint();
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        return new DenseMatrixMap(this, this, null, Loss.ofEntries(loss), threads, executor)
                .checked();
    }

    @Override
    public DenseMatrix timesPowerOfTwo(int exponent) {
        requireUnchanged();
        DenseRows scaled = elements.timesPowerOfTwo(exponent);
        return new DenseMatrix(elements.isShared() ? scaled.copy() : scaled);
    }
}
