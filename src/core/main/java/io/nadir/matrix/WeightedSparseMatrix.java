package io.nadir.matrix;

import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Executor;

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

    /** {@inheritDoc} Not damped ones: offsets of weighted zeros have no penalty. */
    @Override
    public List<Baseline> baselines(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return OffsetBaselines.of(this, loss, false);
    }

    /** {@inheritDoc} Only offsets without a penalty are known for weighted zeros. */
    @Override
    public MatrixData centered(Centering centering, double penalty) {
        Objects.requireNonNull(centering, "centering");

        if (penalty > 0) {
            throw new IllegalArgumentException(
                    "penalty of offsets = " + penalty + ", allowed for weighted zeros is 0");
        }
        return MatrixData.super.centered(centering, penalty);
    }

    /** {@inheritDoc} Not for weighted zeros: use a model without offsets. */
    @Override
    public MatrixData asRowsOf(Offsets model) {
        throw new IllegalArgumentException(
                "offsets = those of a model, allowed for new rows with weighted zeros are none");
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
     * for that fraction of all of these. The mean loss over the second part is therefore an
     * estimate of the loss over entries that the first part has not seen.
     */
    @Override
    public List<MatrixData> split(double fraction, long seed) {
        return new ZeroSplit(this, fraction, seed).parts();
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
     * @throws IllegalArgumentException unless the loss is the squared loss
     */
    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        SparseMatrix.requireSquared(loss, "with weights is squared");
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
}
