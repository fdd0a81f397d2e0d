package io.nadir.matrix;

import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Fingerprint;
import io.nadir.kernel.OutputRows;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A sparse matrix whose entries that are not listed are zeros, with weights in the loss: each
 * listed entry has its own, and entry (i, j) has the weight a_i·b_j if it is not listed. A listed
 * entry of weight 0 is missing.
 *
 * <p>Immutable and thread-safe.
 */
final class WeightedSparseMatrix implements MatrixData {
    private final SparseEntries entries;
    private final double[] weights;
    private final double[] rowWeights;
    private final double[] columnWeights;
    private final LossLabel label;

    /**
     * Takes the parts, which are not copied.
     *
     * @param weights of the listed entries, in their order, finite and not negative
     * @param rowWeights a, finite and more than 0
     * @param columnWeights b, finite and more than 0
     * @param label what reports call the loss
     */
    WeightedSparseMatrix(
            SparseEntries entries,
            double[] weights,
            double[] rowWeights,
            double[] columnWeights,
            LossLabel label) {
        this.entries = withoutMissing(entries, weights);
        this.weights = weights;
        this.rowWeights = rowWeights;
        this.columnWeights = columnWeights;
        this.label = label;
    }

    /** The entries, with 0 for those of weight 0, whose values nobody may see. */
    private static SparseEntries withoutMissing(SparseEntries all, double[] weights) {
        double[] values = all.values().clone();
        boolean changed = false;
        for (int e = 0; e < values.length; e++) {
            if (weights[e] == 0 && values[e] != 0) {
                values[e] = 0;
                changed = true;
            }
        }
        return changed ? all.withValues(values) : all;
    }

    /** Throws unless these can be weights of rows and columns. */
    static void requireSideWeights(double[] rowWeights, double[] columnWeights) {
        requireSideWeights("rowWeights", rowWeights);
        requireSideWeights("columnWeights", columnWeights);
        double least = min(rowWeights) * min(columnWeights);
        double largest = max(rowWeights) * max(columnWeights);
        if (!(least >= Double.MIN_NORMAL && largest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    String.format(
                            "products of row and column weights are from %s to %s, allowed are %s"
                                    + " to %s",
                            least, largest, Double.MIN_NORMAL, Double.MAX_VALUE));
        }
    }

    private static void requireSideWeights(String name, double[] weights) {
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] > 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        String.format(
                                "%s[%d] = %s, allowed are finite numbers greater than 0",
                                name, i, weights[i]));
            }
        }
    }

    @Override
    public int rows() {
        return entries.rows();
    }

    @Override
    public int columns() {
        return entries.columns();
    }

    @Override
    public WeightedSparseMatrix transposed() {
        return new WeightedSparseMatrix(
                entries.transposed(),
                SparseEntries.take(weights, entries.numbers()),
                columnWeights,
                rowWeights,
                label);
    }

    @Override
    public double maxAbs() {
        return entries.maxAbs();
    }

    @Override
    public double frobenius() {
        return entries.frobenius();
    }

    /** {@inheritDoc} All of them but for the listed ones of weight 0. */
    @Override
    public long observed() {
        long missing = Arrays.stream(weights).filter(weight -> weight == 0).count();
        return (long) rows() * columns() - missing;
    }

    @Override
    public String lossName(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return label.name() == null ? loss.name() : label.name();
    }

    @Override
    public SequencedMap<String, Double> lossParameters() {
        return label.parameters();
    }

    /**
     * {@inheritDoc} Zeros are held out too: the second part has each listed entry with the
     * probability {@code fraction}, and as many entries that are not listed, whose weights stand
     * for that fraction of all of these. None of them counts in the first part, not as a zero
     * either. The mean loss over the second part is therefore an estimate of the mean loss over
     * entries that the first part has not seen; weights are scaled there to a mean of 1.
     */
    @Override
    public List<MatrixData> split(double fraction, long seed) {
        return ZeroSplit.parts(this, fraction, seed);
    }

    /**
     * {@inheritDoc} Listed entries are dealt out evenly, in each row and column too. Each fold has
     * as many entries that are not listed, for which {@link #split} holds.
     */
    @Override
    public Folds folds(int count, long seed) {
        return ZeroSplit.folds(this, count, seed);
    }

    /**
     * {@inheritDoc} As {@link #split}, but of a row or column of which all listed entries were
     * drawn, one stays.
     */
    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        RandomSplit.requireRepeats(repeats);
        return ZeroSplit.repeated(this, repeats, fraction, seed);
    }

    @Override
    public long fingerprint() {
        return new Fingerprint()
                .add(entries.fingerprint())
                .add(weights, weights.length)
                .add(rowWeights, rowWeights.length)
                .add(columnWeights, columnWeights.length)
                .value();
    }

    @Override
    public WeightedSparseMatrix timesPowerOfTwo(int exponent) {
        return new WeightedSparseMatrix(
                entries.timesPowerOfTwo(exponent), weights, rowWeights, columnWeights, label);
    }

    @Override
    public double largestWeight() {
        double unlisted = max(rowWeights) * max(columnWeights);
        return Math.max(unlisted, Arrays.stream(weights).max().orElse(0));
    }

    private static double min(double[] numbers) {
        return Arrays.stream(numbers).min().orElse(1);
    }

    private static double max(double[] numbers) {
        return Arrays.stream(numbers).max().orElse(0);
    }

    @Override
    public WeightedSparseMatrix weightsTimesPowerOfTwo(int exponent) {
        if (exponent == 0) {
            return this;
        }
        double[] least = {min(rowWeights) * min(columnWeights)};
        Weights.requireScalable(least, 1, exponent);
        Weights.requireScalable(rowWeights, rowWeights.length, exponent);
        Weights.requireScalable(weights, weights.length, exponent);
        return new WeightedSparseMatrix(
                entries,
                Weights.timesPowerOfTwo(weights, exponent),
                Weights.timesPowerOfTwo(rowWeights, exponent),
                columnWeights,
                label);
    }

    /**
     * Returns a map that never forms a dense matrix.
     *
     * @throws IllegalArgumentException unless the loss is the squared loss or linear where the data
     *     are 0
     */
    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        if (loss instanceof Loss ofEntries && ofEntries.isLinearAtZero()) {
            return new LinearZerosMap(this, ofEntries, threads, executor);
        }
        SparseMatrix.requireSquared(loss);
        return new WeightedSparseMap(this, Loss.ofEntries(loss), threads, executor);
    }

    @Override
    public String toString() {
        return "WeightedSparseMatrix "
                + rows()
                + "×"
                + columns()
                + ", "
                + entries.count()
                + " listed";
    }

    SparseEntries entries() {
        return entries;
    }

    /** The weights of the listed entries, in their order; not copied. */
    double[] weights() {
        return weights;
    }

    /** a; not copied. */
    double[] rowWeights() {
        return rowWeights;
    }

    /** b; not copied. */
    double[] columnWeights() {
        return columnWeights;
    }

    LossLabel label() {
        return label;
    }

    /** Returns a_i·b_j for each listed entry, in their order. */
    double[] weightsIfUnlisted() {
        CompressedRows places = entries.byRow();
        double[] base = new double[entries.count()];
        for (int i = 0; i < rows(); i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                base[e] = rowWeights[i] * columnWeights[places.indices()[e]];
            }
        }
        return base;
    }

    /** Shows a visitor all m·n entries with their weights, and X at their positions. */
    void visitAll(Factors w, boolean transposed, Runnable checkpoint, Consumer<EntryRow> visitor) {
        CompressedRows places = transposed ? entries.byColumn() : entries.byRow();
        double[] values = transposed ? entries.valuesByColumn() : entries.values();
        double[] listed = transposed ? SparseEntries.take(weights, entries.numbers()) : weights;
        double[] of = transposed ? columnWeights : rowWeights;
        double[] and = transposed ? rowWeights : columnWeights;
        OutputRows outputs =
                new OutputRows(
                        w.block(transposed ? 1 : 0), w.block(transposed ? 0 : 1), checkpoint);
        double[] row = new double[places.columns()];
        double[] rowOfWeights = new double[row.length];
        for (int i = 0; i < places.rows(); i++) {
            Arrays.fill(row, 0);
            for (int j = 0; j < row.length; j++) {
                rowOfWeights[j] = of[i] * and[j];
            }
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                row[places.indices()[e]] = values[e];
                rowOfWeights[places.indices()[e]] = listed[e];
            }
            int at = outputs.row(i);
            visitor.accept(
                    new EntryRow(i, row.length, null, row, rowOfWeights, 0, outputs.data(), at));
        }
    }
}
