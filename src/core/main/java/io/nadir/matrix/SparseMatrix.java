package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
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

    /**
     * Returns implicit feedback (Hu, Koren and Volinsky 2008): the values r ≥ 0 of this matrix are
     * how often something was seen, not what it was worth. The data are 1 where r &gt; 0 and 0
     * elsewhere, and the loss is ½ Σ (1 + α·r_ij)·(p_ij − x_ij)² over all entries, listed or not.
     * It is computed without a dense matrix, and needs the squared loss.
     *
     * @param alpha α, by how much an observation weighs more than none; finite and not negative
     * @throws IllegalArgumentException if α or a value is not allowed, or if a weight overflows
     */
    @Override
    public MatrixData withImplicitFeedback(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "alpha = " + alpha + ", allowed are finite numbers from 0");
        }
        double[] counts = entries.values();
        double[] seen = new double[counts.length];
        double[] weights = new double[counts.length];
        for (int e = 0; e < counts.length; e++) {
            weights[e] = 1 + alpha * counts[e];
            if (counts[e] < 0 || weights[e] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        String.format(
                                "a value = %s, allowed for implicit feedback with alpha = %s are"
                                        + " numbers from 0 to %s",
                                counts[e], alpha, Double.MAX_VALUE / Math.max(1, alpha)));
            }
            seen[e] = counts[e] > 0 ? 1 : 0;
        }
        return new WeightedSparseMatrix(
                entries.withValues(seen),
                weights,
                filled(rows(), 1),
                filled(columns(), 1),
                LossLabel.implicit(alpha));
    }

    /**
     * Returns the same matrix with a weight in the loss for the entries that are not listed; listed
     * ones have weight 1. With 0, they are missing.
     *
     * @param weight finite and not negative
     */
    public MatrixData withUnlistedWeight(double weight) {
        return weighted(entries, null, weight);
    }

    /**
     * Creates a matrix with a weight in the loss for each listed entry, and one for all that are
     * not listed, which are zeros: ½ Σ weight·(y_ij − x_ij)² over all entries. It is computed
     * without a dense matrix, and needs the squared loss. Arguments are as those of {@link
     * #copyOf}; they are copied.
     *
     * @param weights a weight for each listed entry, finite and not negative; with 0 it is missing
     * @param unlisted the weight of an entry that is not listed, finite and not negative; with 0
     *     they are missing, as in {@link ObservedEntries}
     * @throws IllegalArgumentException as {@link #copyOf}; also if a weight is not allowed
     */
    public static MatrixData weighted(
            int rows,
            int columns,
            int[] rowIndices,
            int[] columnIndices,
            double[] values,
            double[] weights,
            double unlisted) {
        Objects.requireNonNull(rowIndices, "rowIndices");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(weights, "weights");

        Checks.equal("weights.length", weights.length, "rowIndices.length", rowIndices.length);
        Weights.requireAllowed(weights);
        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        SparseEntries all =
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order);
        return weighted(all, SparseEntries.take(weights, order), unlisted);
    }

    /**
     * Creates the same with weights of the entries that are not listed that are products of one of
     * the row and one of the column: rowWeights[i]·columnWeights[j]. Popular columns can thus count
     * more where they were not chosen. They also turn a penalty Σ s_i‖u_i‖² + Σ t_j‖v_j‖² with a
     * price for each row and column into the plain one: divide the weight of entry (i, j) by
     * s_i·t_j, and multiply its value by √(s_i·t_j).
     *
     * @param rowWeights a weight for each row, finite and more than 0
     * @param columnWeights a weight for each column, finite and more than 0
     * @throws IllegalArgumentException as {@link #copyOf}; also if a weight is not allowed
     */
    public static MatrixData weighted(
            int rows,
            int columns,
            int[] rowIndices,
            int[] columnIndices,
            double[] values,
            double[] weights,
            double[] rowWeights,
            double[] columnWeights) {
        Objects.requireNonNull(rowIndices, "rowIndices");
        Objects.requireNonNull(columnIndices, "columnIndices");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(rowWeights, "rowWeights");
        Objects.requireNonNull(columnWeights, "columnWeights");

        Checks.equal("weights.length", weights.length, "rowIndices.length", rowIndices.length);
        Weights.requireAllowed(weights);
        int[] order = SparseEntries.sort(rows, columns, rowIndices, columnIndices);
        Checks.equal("rowWeights.length", rowWeights.length, "rows", rows);
        Checks.equal("columnWeights.length", columnWeights.length, "columns", columns);
        WeightedSparseMatrix.requireSideWeights(rowWeights, columnWeights);
        return new WeightedSparseMatrix(
                SparseEntries.of(rows, columns, rowIndices, columnIndices, values, order),
                SparseEntries.take(weights, order),
                rowWeights.clone(),
                columnWeights.clone(),
                LossLabel.plain());
    }

    /** Takes weights that have been checked; null for weights of 1. */
    static MatrixData weighted(SparseEntries all, double @Nullable [] listed, double unlisted) {
        if (!(unlisted >= 0 && unlisted < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weight of what is not listed = "
                            + unlisted
                            + ", allowed are finite numbers from 0");
        }
        double[] weights = listed == null ? filled(all.count(), 1) : listed;
        return unlisted == 0
                ? ObservedEntries.of(all, weights)
                : new WeightedSparseMatrix(
                        all,
                        weights,
                        filled(all.rows(), unlisted),
                        filled(all.columns(), 1),
                        LossLabel.unlisted(unlisted));
    }

    private static double[] filled(int length, double value) {
        double[] numbers = new double[length];
        Arrays.fill(numbers, value);
        return numbers;
    }

    /** Returns the same matrix with weights of 1, which allow entries to be left out. */
    private WeightedSparseMatrix withWeightsOfOne() {
        return new WeightedSparseMatrix(
                entries,
                filled(listed(), 1),
                filled(rows(), 1),
                filled(columns(), 1),
                LossLabel.plain());
    }

    /**
     * {@inheritDoc} Zeros are held out too: the second part has each listed entry with the
     * probability {@code fraction}, and as many entries that are not listed, whose weights stand
     * for that fraction of all of these. None of them counts in the first part, not as a zero
     * either.
     */
    @Override
    public List<MatrixData> split(double fraction, long seed) {
        return withWeightsOfOne().split(fraction, seed);
    }

    /**
     * {@inheritDoc} Listed entries are dealt out evenly, in each row and column too. Each fold has
     * as many entries that are not listed, for which {@link #split} holds.
     */
    @Override
    public Folds folds(int count, long seed) {
        return withWeightsOfOne().folds(count, seed);
    }

    /**
     * {@inheritDoc} As {@link #split}, but of a row or column of which all listed entries were
     * drawn, one stays.
     */
    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        return withWeightsOfOne().holdOuts(repeats, fraction, seed);
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
     * @throws IllegalArgumentException unless the loss is the squared loss or linear where the data
     *     are 0: only these can be computed from the listed entries and small sums of the factors
     */
    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        if (loss instanceof Loss ofEntries && ofEntries.isLinearAtZero()) {
            return new LinearZerosMap(this, ofEntries, threads, executor);
        }
        requireSquared(loss);
        return new SparseMatrixMap(this, Loss.ofEntries(loss), threads, executor);
    }

    /**
     * Throws unless the loss is the squared one, for data with zeros where nothing is listed, and a
     * loss that is not linear there.
     */
    static void requireSquared(ConvexLoss loss) {
        if (!loss.isQuadratic()) {
            throw new IllegalArgumentException(
                    "loss = "
                            + loss.name()
                            + ", allowed for a sparse matrix with zeros where nothing is listed are"
                            + " squared, poisson:E: use a dense matrix, or observed entries");
        }
    }

    /** Returns the entries, not copied. */
    SparseEntries entries() {
        return entries;
    }

    /** {@inheritDoc} Counts have a variance that is their mean; the mean of all stands for it. */
    @Override
    public @Nullable Noise noise(ConvexLoss loss, long seed) {
        Objects.requireNonNull(loss, "loss");

        return loss.isQuadratic() ? noise(seed) : CountNoise.of(this, loss);
    }
}
