package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.Offsets;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.regularizer.SquaredNorms;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The data Y (m×n) of a matrix problem: the values, and which entries are known and with what
 * weight. The model is φ(u, v) = u·vᵀ.
 *
 * <p>Immutable and thread-safe, as {@link ModelData} requires.
 */
public interface MatrixData extends ModelData {
    /** Returns the number of rows m. */
    int rows();

    /** Returns the number of columns n. */
    int columns();

    @Override
    default List<FactorShape> factorShapes() {
        return List.of(
                new FactorShape("U", rows(), "the data have rows"),
                new FactorShape("V", columns(), "the data have columns"));
    }

    @Override
    default TrainedModel trained(Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return new TrainedFactorization(false, factors);
    }

    @Override
    default Regularizer defaultRegularizer() {
        return new SquaredNorms();
    }

    /**
     * Returns these data with other weights of the entries.
     *
     * @param weights the weights, of the shape of these data and not negative
     * @throws IllegalArgumentException if the shapes differ, if a weight is negative, or if such
     *     data cannot have weights
     */
    default MatrixData withWeights(DenseMatrix weights) {
        Objects.requireNonNull(weights, "weights");

        throw new IllegalArgumentException("allowed for dense and known entries");
    }

    /**
     * Replaces numbers by the known entries of a row among them. Entries of weight 0 are not known.
     *
     * @param row the row, from 0
     * @param from the column of the first number, from 0
     * @param to the column after that of the last one
     * @param target the numbers, from its first element on
     * @throws IndexOutOfBoundsException if there is no such row or column, or the target is too
     *     short
     * @throws UnsupportedOperationException if such data do not tell entry by entry what is known
     */
    default void copyKnown(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        throw new UnsupportedOperationException("which entries are known is not told");
    }

    /** {@inheritDoc} Every matrix may have offsets. */
    @Override
    default MatrixData centered(Centering centering) {
        Objects.requireNonNull(centering, "centering");

        return centered(centering, 0);
    }

    /** {@inheritDoc} Every matrix may have offsets. */
    @Override
    default MatrixData centered(Centering centering, double penalty) {
        Objects.requireNonNull(centering, "centering");

        centering.requirePenalty(penalty);
        return centering == Centering.NONE
                ? this
                : new CenteredMatrix(this, new OffsetModel(centering, penalty, null));
    }

    /**
     * Returns the transposed data.
     *
     * @throws UnsupportedOperationException if they are new rows of a model with offsets
     */
    MatrixData transposed();

    /**
     * Returns listed entries with their columns at other places, such as those that a model has for
     * them. Entries of columns that have no place are left out.
     *
     * @param count the number of columns of the result
     * @param places for each column of these data its new place; −1 to leave it out
     * @throws IllegalArgumentException if the number of places is not that of the columns, if two
     *     of them are the same or out of range, or if the data are dense
     */
    default MatrixData withColumns(int count, int[] places) {
        Objects.requireNonNull(places, "places");

        throw new IllegalArgumentException(
                "data = " + getClass().getSimpleName() + ", allowed are listed entries");
    }

    /**
     * Returns these data as new rows of a model that has offsets: μ and b are those of the model,
     * and stay; if the model has row offsets, each of these rows gets its own, under the penalty of
     * the model.
     *
     * @param model the offsets of the model, with as many columns as these data
     * @throws IllegalArgumentException if the number of columns differs
     */
    default MatrixData asRowsOf(Offsets model) {
        Objects.requireNonNull(model, "model");

        Checks.equal("columns of the data", columns(), "of the model", model.columns().length);
        return new CenteredMatrix(this, new OffsetModel(model.centering(), model.penalty(), model));
    }

    /**
     * {@inheritDoc} They are {@code mean}, one number for all entries; {@code offsets}, μ + a_i +
     * b_j; and, for the squared loss, {@code damped offsets}, which minimize in addition 5/2·(‖a‖²
     * + ‖b‖²), as if each row and column had five more entries without an offset. For a loss of
     * outputs that are not negative, such as that of counts, they are {@code mean} and {@code row
     * and column rates}, a number for each row times one for each column.
     */
    @Override
    default List<Baseline> baselines(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return loss.requiresNonNegativeOutputs()
                ? RateBaselines.of(this, loss)
                : OffsetBaselines.of(this, loss, loss.isQuadratic());
    }

    @Override
    MatrixData timesPowerOfTwo(int exponent);

    @Override
    default MatrixData weightsTimesPowerOfTwo(int exponent) {
        return (MatrixData) ModelData.super.weightsTimesPowerOfTwo(exponent);
    }

    @Override
    @SuppressWarnings("exports") // Users see the methods of FactorizationMap.
    MatrixMap bind(ConvexLoss loss, int threads, @Nullable Executor executor);
}
