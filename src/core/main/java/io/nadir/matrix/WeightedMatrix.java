package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * A dense matrix with a weight for the loss of each entry: Σ weight_ij·ℓ(y_ij, x_ij). An entry of
 * weight 0 counts as missing.
 *
 * <p>Thread-safe for reading; immutable if the two matrices are.
 */
final class WeightedMatrix implements MatrixData {
    private final DenseMatrix y;
    private final DenseMatrix weights;
    private final long observed;

    /**
     * Pairs data and weights, which are not copied.
     *
     * @param y the data, m×n
     * @param weights the weights, m×n, not negative
     * @throws IllegalArgumentException if the shapes differ or a weight is negative
     */
    WeightedMatrix(DenseMatrix y, DenseMatrix weights) {
        requireWeights(weights, y.rows(), y.columns());
        this.y = y;
        this.weights = weights;
        long[] count = {0};
        weights.elements().forEach((panel, height) -> count[0] += positive(panel, height));
        this.observed = count[0];
    }

    private static long positive(Panel rows, int count) {
        long found = 0;
        for (int i = 0; i < count * rows.stride(); i++) {
            found += rows.data()[i] > 0 ? 1 : 0;
        }
        return found;
    }

    /** Throws unless {@code weights} can be the weights of data of this shape. */
    static void requireWeights(DenseMatrix weights, int rows, int columns) {
        if (weights.rows() != rows || weights.columns() != columns) {
            throw new IllegalArgumentException(
                    String.format(
                            "weights are %d x %d, must have the shape of the data, %d x %d",
                            weights.rows(), weights.columns(), rows, columns));
        }
        weights.elements().forEach(WeightedMatrix::requireNonNegative);
    }

    @Override
    public WeightedMatrix transposed() {
        return new WeightedMatrix(y.transposed(), weights.transposed());
    }

    /** Returns the data, not copied. */
    public DenseMatrix y() {
        return y;
    }

    /** Returns the weights, not copied. */
    public DenseMatrix weights() {
        return weights;
    }

    @Override
    public int rows() {
        return y.rows();
    }

    @Override
    public int columns() {
        return y.columns();
    }

    @Override
    public void copyKnown(int row, int from, int to, double[] target) {
        Objects.checkFromToIndex(from, to, columns());
        double[] values = new double[columns()];
        double[] weighs = values.clone();
        y.copyRow(row, values);
        weights.copyRow(row, weighs);
        for (int j = from; j < to; j++) {
            if (weighs[j] > 0) {
                target[j - from] = values[j];
            }
        }
    }

    @Override
    public MatrixData withWeights(DenseMatrix weights) {
        Objects.requireNonNull(weights, "weights");

        return y.withWeights(weights);
    }

    @Override
    public List<ObservedEntries> split(double fraction, long seed) {
        return observedEntries().split(fraction, seed);
    }

    @Override
    public Folds folds(int count, long seed) {
        return observedEntries().folds(count, seed);
    }

    @Override
    public Folds holdOuts(int repeats, double fraction, long seed) {
        return observedEntries().holdOuts(repeats, fraction, seed);
    }

    private ObservedEntries observedEntries() {
        return ObservedEntries.copyOf(y).withWeights(weights);
    }

    @Override
    public double maxAbs() {
        return y.maxAbs();
    }

    @Override
    public double frobenius() {
        return y.frobenius();
    }

    @Override
    public long observed() {
        return observed;
    }

    @Override
    public void requireUnchanged() {
        y.requireUnchanged();
        weights.requireUnchanged();
    }

    @Override
    public String toString() {
        return "WeightedMatrix " + rows() + "×" + columns();
    }

    @Override
    public long fingerprint() {
        return new Fingerprint().add(y.fingerprint()).add(weights.fingerprint()).value();
    }

    @Override
    public WeightedMatrix timesPowerOfTwo(int exponent) {
        return new WeightedMatrix(y.timesPowerOfTwo(exponent), weights);
    }

    @Override
    public double largestWeight() {
        return weights.maxAbs();
    }

    @Override
    public WeightedMatrix weightsTimesPowerOfTwo(int exponent) {
        if (exponent == 0) {
            return this;
        }
        weights.elements()
                .forEach((panel, count) ->
                        Weights.requireScalable(panel.data(), count * panel.stride(), exponent));
        return new WeightedMatrix(y, weights.timesPowerOfTwo(exponent));
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        return new DenseMatrixMap(this, y, weights, Loss.ofEntries(loss), threads, executor)
                .checked();
    }

    private static void requireNonNegative(Panel rows, int count) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < rows.columns(); j++) {
                if (rows.get(i, j) < 0) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "weight (%d, %d) = %s, allowed are 0 and more",
                                    rows.firstRow() + i, j, rows.get(i, j)));
                }
            }
        }
    }
}
