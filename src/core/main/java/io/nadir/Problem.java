package io.nadir;

import io.nadir.loss.ConvexLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Centering;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.SquaredNorms;

import java.util.Objects;

/**
 * An optimization problem: minimize ℓ(Y, Σ_i φ(W_i)) + λ·Σ_i θ(W_i) over the number r of columns
 * and the columns W_1 … W_r of the factors. For a matrix, φ(u, v) = u·vᵀ, so that the problem is to
 * factorize Y ≈ U·Vᵀ.
 *
 * {@snippet file="embedder/Examples.java" region="problem"}
 *
 * <p>An immutable value, except that data may share an array with the caller, as those of {@link
 * io.nadir.matrix.DenseMatrix#wrap} do. Do not change such an array while the problem is in use. If
 * you do, the solve, the certificate or the path throws {@link IllegalStateException}; it never
 * returns a wrong result. Data made by {@code copyOf} have arrays of their own.
 *
 * @param y the data Y; they also determine the model φ
 * @param loss the loss ℓ
 * @param regularizer the regularizer θ
 * @param lambda the weight λ of the regularizer, finite and positive
 */
public record Problem(ModelData y, ConvexLoss loss, Regularizer regularizer, double lambda) {
    /**
     * Validates λ. Whether data, loss and regularizer go together is checked when the problem is
     * solved.
     *
     * @throws IllegalArgumentException if λ is not finite and positive
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
     * Returns the problem of low-rank factorization, ½‖Y − U·Vᵀ‖_F² + (λ/2)·(‖U‖_F² + ‖V‖_F²),
     * where the first norm is over the known entries of Y. Its minimum is that of ½‖Y − X‖_F² +
     * λ‖X‖_* over all matrices X, with the nuclear norm ‖X‖_*. Data with missing entries make it a
     * matrix completion problem.
     */
    public static Problem lowRank(MatrixData y, double lambda) {
        Objects.requireNonNull(y, "y");

        return new Problem(y, new SquaredLoss(), new SquaredNorms(), lambda);
    }

    /**
     * Returns a problem with the squared loss and the default regularizer of the model, see {@link
     * ModelData#defaultRegularizer}.
     */
    public static Problem of(ModelData y, double lambda) {
        Objects.requireNonNull(y, "y");

        return new Problem(y, new SquaredLoss(), y.defaultRegularizer(), lambda);
    }

    /** Returns this problem with another loss. */
    public Problem withLoss(ConvexLoss loss) {
        Objects.requireNonNull(loss, "loss");

        return new Problem(y, loss, regularizer, lambda);
    }

    /** Returns this problem with another regularizer. */
    public Problem withRegularizer(Regularizer regularizer) {
        Objects.requireNonNull(regularizer, "regularizer");

        return new Problem(y, loss, regularizer, lambda);
    }

    /**
     * Returns this problem with offsets: X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ, where μ, a and b carry no
     * penalty. They are part of the convex problem, so that certificates hold for factors and
     * offsets together.
     *
     * @param centering which offsets there are; they replace those of this problem
     * @throws IllegalArgumentException if the data are not those of a matrix
     */
    public Problem withCentering(Centering centering) {
        Objects.requireNonNull(centering, "centering");

        return new Problem(y.centered(centering), loss, regularizer, lambda);
    }

    /**
     * Returns this problem with offsets under a penalty: the objective has (κ/2)·(‖a‖² + ‖b‖²) in
     * addition, and μ is free. It keeps rows and columns with few known entries near the mean:
     * alone and under the squared loss, an offset is the sum of what it explains over the number of
     * entries plus κ, a damped mean.
     *
     * @param centering which offsets there are; they replace those of this problem
     * @param penalty κ, finite and at least 0
     * @throws IllegalArgumentException if the data are not those of a matrix, or κ is not allowed
     */
    public Problem withCentering(Centering centering, double penalty) {
        Objects.requireNonNull(centering, "centering");

        return new Problem(y.centered(centering, penalty), loss, regularizer, lambda);
    }

    /** Returns this problem with another λ. */
    public Problem withLambda(double lambda) {
        return new Problem(y, loss, regularizer, lambda);
    }
}
