package io.nadir;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.SquaredNorms;

import java.util.Objects;

/**
 * min over r and W of ℓ(Y, Σφ(W_i)) + λ Σ_i θ(W_i).
 *
 * <p>An immutable value, but for data that wrap an array of the caller's, such as {@link
 * io.nadir.matrix.DenseMatrix#wrap}: those must not be changed while the problem is in use. A
 * change ends a solve, a certificate or a path with an {@link IllegalStateException}, never with a
 * wrong result. Data made by {@code copyOf} have arrays of their own.
 *
 * @param y the data, and with them φ: u·vᵀ for matrices
 * @param loss ℓ
 * @param regularizer θ
 * @param lambda weight of the regularizer, finite and more than 0
 */
public record Problem(ModelData y, ConvexLoss loss, Regularizer regularizer, double lambda) {
    /**
     * Checks λ.
     *
     * @throws IllegalArgumentException if it is not finite or not more than 0
     */
    public Problem {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(regularizer, "regularizer");

        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lambda = " + lambda + ", allowed are finite numbers greater than 0");
        }
    }

    /**
     * ½‖Y − U·Vᵀ‖_F² + (λ/2)(‖U‖_F² + ‖V‖_F²), over the entries of Y that are known: low-rank
     * factorization of a full matrix, completion of one with missing entries.
     */
    public static Problem lowRank(MatrixData y, double lambda) {
        Objects.requireNonNull(y, "y");

        return new Problem(y, new SquaredLoss(), new SquaredNorms(), lambda);
    }

    /**
     * The squared loss and the regularizer that the model has unless another one is named, see
     * {@link ModelData#defaultRegularizer}.
     */
    public static Problem of(ModelData y, double lambda) {
        Objects.requireNonNull(y, "y");

        return new Problem(y, new SquaredLoss(), y.defaultRegularizer(), lambda);
    }

    /** This problem with another loss. */
    public Problem withLoss(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return new Problem(y, loss, regularizer, lambda);
    }

    /** This problem with another regularizer. */
    public Problem withRegularizer(Regularizer regularizer) {
        Objects.requireNonNull(regularizer, "regularizer");

        return new Problem(y, loss, regularizer, lambda);
    }

    /** This problem with another λ. */
    public Problem withLambda(double lambda) {
        return new Problem(y, loss, regularizer, lambda);
    }
}
