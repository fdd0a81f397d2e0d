package io.nadir.matrix;

import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Offsets;
import io.nadir.model.map.TrainedFactorization;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Executor;

/**
 * Data with offsets to be fitted besides the factors: the model is X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ.
 * Everything else about the data is that of the data inside.
 */
final class CenteredMatrix implements MatrixData {
    /** The exponents of magnitudes whose squares are well within float64. */
    private static final int COMFORTABLE = 100;

    private final MatrixData data;
    private final OffsetModel model;

    /** Takes data without offsets, and offsets other than NONE. */
    CenteredMatrix(MatrixData data, OffsetModel model) {
        this.data = data;
        this.model = model;
    }

    @Override
    public Centering centering() {
        return model.centering();
    }

    @Override
    public double offsetPenalty() {
        return model.penalty();
    }

    @Override
    public MatrixData centered(Centering other, double penalty) {
        return data.centered(other, penalty);
    }

    @Override
    public MatrixData asRowsOf(Offsets offsets) {
        return data.asRowsOf(offsets);
    }

    @Override
    public MatrixData transposed() {
        return new CenteredMatrix(data.transposed(), model.transposed());
    }

    @Override
    public MatrixData withColumns(int count, int[] places) {
        return new CenteredMatrix(data.withColumns(count, places), model);
    }

    /** The offsets to be fitted. */
    OffsetModel offsetModel() {
        return model;
    }

    /**
     * Throws {@link UnsupportedOperationException}, because the offsets depend on the loss; see
     * {@link #trained(Factors, ConvexLoss)}.
     */
    @Override
    public TrainedFactorization trained(Factors factors) {
        throw new UnsupportedOperationException(
                "the offsets of a model depend on the loss: call trained(factors, loss)");
    }

    /** {@inheritDoc} Finds the offsets that belong to the factors, in a few passes over Y. */
    @Override
    public TrainedFactorization trained(Factors factors, ConvexLoss loss) {
        Objects.requireNonNull(factors, "factors");
        Objects.requireNonNull(loss, "loss");

        double max = data.maxAbs();
        int magnitude = max == 0 ? 0 : Math.getExponent(max);
        int half = Math.abs(magnitude) <= COMFORTABLE ? 0 : Math.ceilDiv(magnitude, 2);
        double weight = data.largestWeight();
        int weightExponent = weight == 0 ? 0 : Math.getExponent(weight);
        CenteredMatrix scaled = weightsTimesPowerOfTwo(-weightExponent).timesPowerOfTwo(-2 * half);
        try (CenteredMatrixMap map = scaled.bind(loss.inUnits(2 * half), 1, null)) {
            Factors there = half == 0 ? factors : factors.timesPowerOfTwo(-half);
            return new TrainedFactorization(
                    false,
                    factors,
                    map.offsets(there).timesPowerOfTwo(2 * half).withPenalty(model.penalty()));
        }
    }

    @Override
    public String lossName(ConvexLoss loss) {
        return data.lossName(loss);
    }

    @Override
    public SequencedMap<String, Double> lossParameters() {
        return data.lossParameters();
    }

    @Override
    public ModelData withImplicitFeedback(double alpha) {
        return data.withImplicitFeedback(alpha).centered(model.centering(), model.penalty());
    }

    @Override
    public String kind() {
        return data.kind();
    }

    @Override
    public int rows() {
        return data.rows();
    }

    @Override
    public int columns() {
        return data.columns();
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        data.copyKnown(row, from, to, target);
    }

    @Override
    public boolean isComplete() {
        return data.isComplete();
    }

    @Override
    public double entry(int... indices) {
        return data.entry(indices);
    }

    /** {@inheritDoc} Outliers are what the loss separates from U·Vᵀ and the offsets together. */
    @Override
    public double @Nullable [] sparsePart(ConvexLoss loss, Factors factors) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(factors, "factors");

        return loss.hasSparsePart()
                ? data.sparsePart(loss, trained(factors, loss).outputFactors())
                : null;
    }

    /**
     * {@inheritDoc} The second part has no offsets of its own: it is scored with those of the
     * first.
     */
    @Override
    public List<MatrixData> split(double fraction, long seed) {
        List<MatrixData> parts = new ArrayList<>();
        for (ModelData part : data.split(fraction, seed)) {
            parts.add((MatrixData) part);
        }
        parts.set(0, new CenteredMatrix(parts.getFirst(), model));
        return parts;
    }

    /** {@inheritDoc} Entries held out have no offsets of their own. */
    @Override
    public Folds folds(int count, long seed) {
        return centered(data.folds(count, seed));
    }

    /** {@inheritDoc} Entries held out have no offsets of their own. */
    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        return centered(data.holdOuts(repeats, fraction, seed));
    }

    private ModelData centered(ModelData training) {
        return training.centered(model.centering(), model.penalty());
    }

    private Folds centered(Folds folds) {
        List<Fold> list = new ArrayList<>();
        for (Fold fold : folds.list()) {
            list.add(new Fold(centered(fold.training()), fold.heldOut()));
        }
        return new Folds(list, folds.disjoint());
    }

    @Override
    public List<Baseline> baselines(ConvexLoss loss) {
        return data.baselines(loss);
    }

    /** {@inheritDoc} Offsets count as part of the signal, which they raise in rank by two. */
    @Override
    public @Nullable Noise noise(long seed) {
        return data.noise(seed);
    }

    @Override
    public double maxAbs() {
        return data.maxAbs();
    }

    @Override
    public double frobenius() {
        return data.frobenius();
    }

    @Override
    public long observed() {
        return data.observed();
    }

    @Override
    public void requireUnchanged() {
        data.requireUnchanged();
    }

    @Override
    public long fingerprint() {
        return model.addTo(new Fingerprint().add(data.fingerprint()));
    }

    @Override
    public MatrixData withWeights(DenseMatrix weights) {
        return new CenteredMatrix(data.withWeights(weights), model);
    }

    @Override
    public CenteredMatrix timesPowerOfTwo(int exponent) {
        return new CenteredMatrix(data.timesPowerOfTwo(exponent), model.timesPowerOfTwo(exponent));
    }

    @Override
    public double largestWeight() {
        return data.largestWeight();
    }

    @Override
    public CenteredMatrix weightsTimesPowerOfTwo(int exponent) {
        return new CenteredMatrix(
                data.weightsTimesPowerOfTwo(exponent), model.lossTimesPowerOfTwo(exponent));
    }

    @Override
    public CenteredMatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        if (loss.requiresNonNegativeOutputs()) {
            throw new IllegalArgumentException(
                    "loss = "
                            + loss.name()
                            + ", allowed are matrices without offsets: the loss is defined for"
                            + " outputs that are not negative");
        }
        return new CenteredMatrixMap(this, data.bind(loss, threads, executor));
    }

    @Override
    public String toString() {
        return data
                + " with offsets: "
                + model.centering().label()
                + (model.penalty() > 0 ? ", penalty " + model.penalty() : "");
    }
}
