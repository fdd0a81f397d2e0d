package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;

import org.jspecify.annotations.Nullable;

import java.nio.DoubleBuffer;
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
        this.weights = inBlocksOf(y, weights);
    }

    /** Throws unless {@code weights} can be the weights of data of this shape. */
    static void requireWeights(DenseMatrix weights, int rows, int columns) {
        if (weights.rows() != rows || weights.columns() != columns) {
            throw new IllegalArgumentException(
                    String.format(
                            "weights are %d x %d, must have the shape of the data, %d x %d",
                            weights.rows(), weights.columns(), rows, columns));
        }
        for (Panel block : weights.blocks()) {
            requireNonNegative(block);
        }
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
        for (int j = from; j < to; j++) {
            if (weights.get(row, j) > 0) {
                target[j - from] = y.get(row, j);
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
        long count = 0;
        for (Panel block : weights.blocks()) {
            for (int i = 0; i < block.rows() * block.stride(); i++) {
                count += block.data()[i] > 0 ? 1 : 0;
            }
        }
        return count;
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
        for (Panel block : weights.blocks()) {
            Weights.requireScalable(block.data(), block.rows() * block.stride(), exponent);
        }
        return new WeightedMatrix(y, weights.timesPowerOfTwo(exponent));
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    public MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DenseMatrixMap(this, y, weights, Loss.ofEntries(loss), threads, executor);
    }

    /** Returns the weights in row blocks of the same sizes as those of {@code y}. */
    static DenseMatrix inBlocksOf(DenseMatrix y, DenseMatrix weights) {
        if (y.blocks().size() == 1 && weights.blocks().size() == 1) {
            return weights;
        }
        DenseMatrixBuilder builder =
                DenseMatrix.builder(y.columns(), y.blocks().get(0).rows()).expectRows(y.rows());
        for (Panel block : weights.blocks()) {
            builder.add(DoubleBuffer.wrap(block.data(), 0, block.rows() * block.stride()));
        }
        return builder.build();
    }

    private static void requireNonNegative(Panel block) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                if (block.get(i, j) < 0) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "weight (%d, %d) = %s, allowed are 0 and more",
                                    block.firstRow() + i, j, block.get(i, j)));
                }
            }
        }
    }
}
