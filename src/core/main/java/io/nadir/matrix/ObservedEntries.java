package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The known entries of an m×n matrix whose other entries are missing, as in matrix completion. The
 * loss is Σ weight·ℓ(y_ij, x_ij) over the listed entries. If the entries that are not listed are
 * zeros, use {@link SparseMatrix}.
 *
 * {@snippet file="embedder/Examples.java" region="observed"}
 *
 * <p>Immutable and thread-safe. Takes 28 bytes per entry, or 36 with weights, and 4 bytes per row
 * and column. Holds at most about 2³¹ entries; {@link #from} takes more.
 */
public final class ObservedEntries implements MatrixData {
    /** The length of the longest array that common Java virtual machines allocate. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** Bytes for each entry while a list of them is made. */
    private static final int BYTES = 44;

    private final SparseEntries entries;
    private final double @Nullable [] weights;

    private ObservedEntries(SparseEntries entries, double @Nullable [] weights) {
        this.entries = entries;
        this.weights = weights;
    }

    /**
     * Creates entries of weight 1 from copies of triplets in any order: entry e is {@code
     * values[e]} at row {@code rowIndices[e]} and column {@code columnIndices[e]}, both counted
     * from 0.
     *
     * @throws IllegalArgumentException as {@link SparseMatrix#copyOf}
     */
    public static ObservedEntries copyOf(
            int rows, int columns, int[] rowIndices, int[] columnIndices, double[] values) {
        Objects.requireNonNull(rowIndices, "rowIndices");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");

        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        return new ObservedEntries(
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order), null);
    }

    /**
     * Creates weighted entries from copies of triplets in any order. An entry of weight 0 counts as
     * missing.
     *
     * @param weights a weight for each entry, finite and not negative
     * @throws IllegalArgumentException as {@link SparseMatrix#copyOf}; also if the number of
     *     weights is not that of the entries, or a weight is negative, NaN or infinite
     */
    public static ObservedEntries copyOf(
            int rows,
            int columns,
            int[] rowIndices,
            int[] columnIndices,
            double[] values,
            double[] weights) {
        Objects.requireNonNull(rowIndices, "rowIndices");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(weights, "weights");

        Checks.equal("weights.length", weights.length, "values.length", values.length);
        Weights.requireAllowed(weights);
        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        return new ObservedEntries(
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order),
                SparseEntries.takeIfPresent(weights, order));
    }

    /** Takes entries with their weights, which are not copied. */
    static ObservedEntries of(SparseEntries entries, double[] weights) {
        return new ObservedEntries(entries, weights);
    }

    /**
     * Returns entries that are read from a source in every pass, a few rows at a time, with weights
     * if the source has some. They may be more than 2³¹, and larger than memory. All losses,
     * regularizers, certificates and splits apply; of offsets, those for at most 2³¹ entries. Least
     * squares over the columns reads all entries once for each 2²⁴ of them.
     *
     * <p>Reads all entries once. In a solve it takes up to 64·8 bytes for each element of a column
     * factor, and 20 bytes for each of 2²⁴ entries, 28 with weights.
     *
     * @throws IllegalArgumentException if a dimension is less than 1, starts or columns are out of
     *     order or range, a value is NaN or infinite, or a weight is negative, NaN or infinite
     */
    public static MatrixData from(EntrySource source) {
        Objects.requireNonNull(source, "source");

        return SourcedEntries.of(source);
    }

    /**
     * Returns the listed entries of a sparse matrix, which are shared; the others count as missing.
     */
    public static ObservedEntries listedIn(SparseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return new ObservedEntries(matrix.entries(), null);
    }

    /**
     * Returns the same entries with other weights.
     *
     * @param all a matrix of the same shape with weights that are not negative; those at the
     *     positions of the entries are copied
     * @throws IllegalArgumentException if the shapes differ or a weight is negative
     */
    @Override
    public ObservedEntries withWeights(DenseMatrix all) {
        Objects.requireNonNull(all, "all");

        WeightedMatrix.requireWeights(all, rows(), columns());
        double[] taken = new double[entries.count()];
        CompressedRows places = entries.byRow();
        double[] row = new double[columns()];
        for (int i = 0; i < rows(); i++) {
            all.copyRow(i, row);
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                taken[e] = row[places.indices()[e]];
            }
        }
        return new ObservedEntries(entries, taken);
    }

    /**
     * Returns the same entries as a source, which shares them: for {@link
     * EntrySource#compactCopyOf} and {@link #from}, or for sources that change something.
     */
    public EntrySource toSource() {
        return new ListedSource(entries, weights);
    }

    /**
     * Returns the same entries beside zeros: entries that are not listed are 0 instead of missing,
     * and each has this weight in the loss. It is computed without a dense matrix, and needs the
     * squared loss.
     *
     * @param weight finite and not negative; with 0 they stay missing
     * @throws IllegalArgumentException if the weight is not allowed
     */
    public MatrixData withUnlistedWeight(double weight) {
        return SparseMatrix.weighted(entries, weights, weight);
    }

    /**
     * Creates entries from copies of all elements of a dense matrix.
     *
     * @throws IllegalArgumentException if the elements exceed the largest Java array
     */
    public static ObservedEntries copyOf(DenseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        matrix.elements().requireMemory("a list of entries", BYTES);
        return copyOfNonNaN(matrix.rows(), matrix.columns(), matrix.toArray());
    }

    /**
     * Creates entries from copies of the elements of a dense matrix that are not NaN.
     *
     * @param values element (i, j) at index {@code i * columns + j}; NaN if it is missing
     * @throws IllegalArgumentException if a dimension is less than 1, if the array does not have
     *     {@code rows * columns} elements, or if an element is infinite
     */
    public static ObservedEntries copyOfNonNaN(int rows, int columns, double[] values) {
        Objects.requireNonNull(values, "values");

        Checks.positive("rows", rows);
        Checks.positive("columns", columns);
        Checks.equal(
                "values.length",
                values.length,
                "rows * columns",
                Checks.arrayLength("rows * columns", rows, columns));
        return copyOfNonNaN(rows, columns, List.of(Panel.wrap(values, rows, columns, 0)), false);
    }

    /** Creates entries from the elements of row blocks that are not NaN, or from the transpose. */
    static ObservedEntries copyOfNonNaN(
            int rows, int columns, List<Panel> blocks, boolean transposed) {
        long all = 0;
        for (Panel block : blocks) {
            for (int at = 0; at < block.rows() * columns; at++) {
                all += Double.isNaN(block.data()[at]) ? 0 : 1;
            }
        }
        if (all > LARGEST) {
            throw new IllegalArgumentException(
                    all + " entries are observed, allowed are up to " + LARGEST);
        }
        int count = (int) all;
        int[] i = new int[count];
        int[] j = new int[count];
        double[] known = new double[count];
        int next = 0;
        for (Panel block : blocks) {
            for (int at = 0; at < block.rows() * columns; at++) {
                double value = block.data()[at];
                if (!Double.isNaN(value)) {
                    i[next] = (int) block.firstRow() + at / columns;
                    j[next] = at % columns;
                    known[next++] = value;
                }
            }
        }
        return transposed ? copyOf(columns, rows, j, i, known) : copyOf(rows, columns, i, j, known);
    }

    @Override
    public ObservedEntries transposed() {
        return new ObservedEntries(
                entries.transposed(), SparseEntries.takeIfPresent(weights, entries.numbers()));
    }

    @Override
    public ObservedEntries withColumns(int count, int[] places) {
        Objects.requireNonNull(places, "places");

        int[] which = entries.staying(places);
        int[] rowOf = SparseEntries.take(entries.rowOf(), which);
        int[] columnOf = entries.moved(places, which);
        double[] values = SparseEntries.take(entries.values(), which);
        double[] own = SparseEntries.takeIfPresent(weights, which);
        return own == null
                ? copyOf(rows(), count, rowOf, columnOf, values)
                : copyOf(rows(), count, rowOf, columnOf, values, own);
    }

    @Override
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    /**
     * Returns entry (i, j), or NaN if it is missing. Costs O(log of the number of entries in row
     * i).
     *
     * @throws IndexOutOfBoundsException if i or j is out of range
     */
    public double get(int i, int j) {
        int number = entries.find(i, j);
        return number < 0 ? Double.NaN : entries.values()[number];
    }

    /**
     * Returns the weight of entry (i, j), or 0 if it is missing.
     *
     * @throws IndexOutOfBoundsException if i or j is out of range
     */
    public double weight(int i, int j) {
        int number = entries.find(i, j);
        if (number < 0) {
            return 0;
        }
        return weights == null ? 1 : weights[number];
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        entries.copyRow(row, from, to, weights, target);
    }

    @Override
    public double maxAbs() {
        return entries.maxAbs();
    }

    @Override
    public double frobenius() {
        return entries.frobenius();
    }

    @Override
    public long observed() {
        return weights == null
                ? entries.count()
                : Arrays.stream(weights).filter(weight -> weight > 0).count();
    }

    /**
     * Splits the entries at random into two parts, for instance to hold entries out.
     *
     * @param fraction the probability with which an entry goes into the second part, between 0 and
     *     1
     * @param seed the seed of the random choice; the same seed gives the same parts
     * @return two parts of the same shape with disjoint entries
     * @throws IllegalArgumentException if a part would have no entry
     */
    @Override
    public List<ObservedEntries> split(double fraction, long seed) {
        return RandomSplit.of(this, fraction, seed).parts();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Each fold holds out the same number of entries, of each row and of each column too: the
     * numbers differ by at most one. So no row or column with two entries or more is held out as a
     * whole. Entries of weight 0 are left out. The folds take count times the memory of these data.
     * Costs about as much as sorting the entries.
     */
    @Override
    public Folds folds(int count, long seed) {
        ObservedEntries known = known();
        int[] foldOf = new EquitableFolds(known.entries.byRow(), count, seed).foldOfEach();
        List<Fold> folds = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            int held = fold;
            folds.add(
                    new Fold(
                            known.only(entry -> foldOf[entry] != held),
                            known.only(entry -> foldOf[entry] == held)));
        }
        return new Folds(folds, true);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of a row or column of which all entries were drawn, one entry is not held out. Entries of
     * weight 0 are left out. The parts take {@code repeats} times the memory of these data.
     */
    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        RandomSplit.requireRepeats(repeats);
        return RandomSplit.repeated(known(), repeats, fraction, seed);
    }

    /** Returns the entries that carry a loss. */
    ObservedEntries known() {
        double[] all = weights;
        return all == null || observed() == all.length ? this : only(entry -> all[entry] > 0);
    }

    /** Returns the entries of some numbers, copied. */
    ObservedEntries only(IntPredicate wanted) {
        int[] numbers = IntStream.range(0, entries.count()).filter(wanted).toArray();
        CompressedRows places = entries.byRow();
        int[] i = new int[numbers.length];
        int[] j = new int[numbers.length];
        int row = 0;
        for (int e = 0; e < numbers.length; e++) {
            while (places.starts()[row + 1] <= numbers[e]) {
                row++;
            }
            i[e] = row;
            j[e] = places.indices()[numbers[e]];
        }
        double[] values = SparseEntries.take(entries.values(), numbers);
        return weights == null
                ? copyOf(rows(), columns(), i, j, values)
                : copyOf(rows(), columns(), i, j, values, SparseEntries.take(weights, numbers));
    }

    @Override
    public String toString() {
        return "ObservedEntries " + rows() + "×" + columns() + ", " + entries.count() + " known";
    }

    @Override
    public long fingerprint() {
        Fingerprint hash = new Fingerprint().add(entries.fingerprint());
        return weights == null ? hash.value() : hash.add(weights, weights.length).value();
    }

    @Override
    public ObservedEntries timesPowerOfTwo(int exponent) {
        return new ObservedEntries(entries.timesPowerOfTwo(exponent), weights);
    }

    @Override
    public double largestWeight() {
        return weights == null ? 1 : Arrays.stream(weights).max().orElse(1);
    }

    @Override
    public MatrixData weightsTimesPowerOfTwo(int exponent) {
        if (weights == null || exponent == 0) {
            return MatrixData.super.weightsTimesPowerOfTwo(exponent);
        }
        Weights.requireScalable(weights, weights.length, exponent);
        return new ObservedEntries(entries, Weights.timesPowerOfTwo(weights, exponent));
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        return new ObservedMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    /** Returns the entries, not copied. */
    SparseEntries entries() {
        return entries;
    }

    /** Returns the weights in the order of the entries, not copied; null for weights of 1. */
    double @Nullable [] weights() {
        return weights;
    }
}
