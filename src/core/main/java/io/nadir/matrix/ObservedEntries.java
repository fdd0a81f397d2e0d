package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.model.ModelData;
import io.nadir.model.Weights;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * The observed entries of a matrix: those that are not listed are missing and carry no loss, Σ
 * weight·ℓ(y_ij, x_ij) over the listed ones. Where they are zeros, see {@link SparseMatrix}.
 *
 * <p>Takes 28 bytes for each entry, 36 with weights, and 4 for each row and column. At most about
 * 2³¹ entries.
 */
public final class ObservedEntries implements MatrixData {
    /** Elements of the largest array that common virtual machines allocate. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final SparseEntries entries;
    private final double @Nullable [] weights;

    private ObservedEntries(SparseEntries entries, double @Nullable [] weights) {
        this.entries = entries;
        this.weights = weights;
    }

    /**
     * Entries of weight 1, copied from triplets in any order.
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
     * Entries with weights, copied from triplets in any order. Weight 0 is as good as missing.
     *
     * @throws IllegalArgumentException as {@link SparseMatrix#copyOf}, and if a weight is negative,
     *     NaN or infinite, or there is not one for each entry
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
        for (int e = 0; e < weights.length; e++) {
            if (!(weights[e] >= 0 && weights[e] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        String.format(
                                "weight of entry %d = %s, allowed are finite numbers from 0",
                                e, weights[e]));
            }
        }
        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        return new ObservedEntries(
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order),
                SparseEntries.takeIfPresent(weights, order));
    }

    /** The listed entries of a sparse matrix, shared: what is not listed is missing. */
    public static ObservedEntries listedIn(SparseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        return new ObservedEntries(matrix.entries(), null);
    }

    /**
     * The same entries with other weights, those at their places.
     *
     * @param all of the shape of these data, 0 or more; copied where an entry is
     * @throws IllegalArgumentException if the shapes differ or a weight is negative
     */
    @Override
    public ObservedEntries withWeights(DenseMatrix all) {
        Objects.requireNonNull(all, "all");

        WeightedMatrix.requireWeights(all, rows(), columns());
        double[] taken = new double[entries.count()];
        CompressedRows places = entries.byRow();
        for (int i = 0; i < rows(); i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                taken[e] = all.get(i, places.indices()[e]);
            }
        }
        return new ObservedEntries(entries, taken);
    }

    /** All elements of a dense matrix, copied. */
    public static ObservedEntries copyOf(DenseMatrix matrix) {
        Objects.requireNonNull(matrix, "matrix");

        int count = Checks.arrayLength("rows * columns", matrix.rows(), matrix.columns());
        double[] values = new double[count];
        for (int at = 0; at < count; at++) {
            values[at] = matrix.get(at / matrix.columns(), at % matrix.columns());
        }
        return copyOfNonNaN(matrix.rows(), matrix.columns(), values);
    }

    /**
     * The elements of a dense matrix that are not NaN, copied.
     *
     * @param values element (i, j) at index {@code i * columns + j}
     * @throws IllegalArgumentException if a dimension is less than 1, the array does not have
     *     {@code rows * columns} elements, or one is infinite
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

    /** The elements of row blocks that are not NaN, or of the transpose. */
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
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    /**
     * Entry (i, j), NaN where it is missing. O(log of the entries of row i).
     *
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double get(int i, int j) {
        int number = entries.find(i, j);
        return number < 0 ? Double.NaN : entries.values()[number];
    }

    /**
     * The weight of entry (i, j), 0 where it is missing.
     *
     * @throws IndexOutOfBoundsException if there is no such entry
     */
    public double weight(int i, int j) {
        int number = entries.find(i, j);
        if (number < 0) {
            return 0;
        }
        return weights == null ? 1 : weights[number];
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
     * Divides the entries at random.
     *
     * @param fraction of the entries that go into the second part, between 0 and 1
     * @return two parts of the same shape, neither of which knows the other's entries
     * @throws IllegalArgumentException if a part would have no entry
     */
    @Override
    public List<ObservedEntries> split(double fraction, long seed) {
        Checks.fraction("fraction", fraction);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        boolean[] second = new boolean[entries.count()];
        int count = 0;
        for (int e = 0; e < second.length; e++) {
            second[e] = random.nextDouble() < fraction;
            count += second[e] ? 1 : 0;
        }
        if (count == 0 || count == second.length) {
            throw new IllegalArgumentException(
                    "fraction = "
                            + fraction
                            + ", allowed are those that leave an entry in each part, "
                            + count
                            + " of "
                            + second.length
                            + " were drawn");
        }
        return List.of(part(second, false), part(second, true));
    }

    private ObservedEntries part(boolean[] second, boolean wanted) {
        int[] numbers =
                IntStream.range(0, second.length).filter(e -> second[e] == wanted).toArray();
        int[] i = new int[numbers.length];
        int[] j = new int[numbers.length];
        double[] values = new double[numbers.length];
        double[] partWeights = new double[numbers.length];
        int row = 0;
        for (int e = 0; e < numbers.length; e++) {
            while (entries.byRow().starts()[row + 1] <= numbers[e]) {
                row++;
            }
            i[e] = row;
            j[e] = entries.byRow().indices()[numbers[e]];
            values[e] = entries.values()[numbers[e]];
            partWeights[e] = weights == null ? 1 : weights[numbers[e]];
        }
        return weights == null
                ? copyOf(rows(), columns(), i, j, values)
                : copyOf(rows(), columns(), i, j, values, partWeights);
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
    public ModelData weightsTimesPowerOfTwo(int exponent) {
        if (weights == null || exponent == 0) {
            return MatrixData.super.weightsTimesPowerOfTwo(exponent);
        }
        Weights.requireScalable(weights, weights.length, exponent);
        return new ObservedEntries(entries, Weights.timesPowerOfTwo(weights, exponent));
    }

    @Override
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        return new ObservedMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    /** The entries, shared. */
    SparseEntries entries() {
        return entries;
    }

    /** Weights in the order of the entries, shared; null for weight 1. */
    double @Nullable [] weights() {
        return weights;
    }
}
