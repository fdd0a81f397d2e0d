package io.nadir;

import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.model.Transformation;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A fitted matrix factorization in the words that users of scikit-learn and similar libraries know:
 * {@code fit}, {@code transform} and {@code inverseTransform}. It holds a trained model together
 * with the loss, the regularizer and λ, which new rows need.
 *
 * {@snippet file="embedder/Examples.java" region="fit"}
 *
 * <p>Rows are samples and columns are features: the model is X = U·Vᵀ, plus offsets if the problem
 * has any; rows of U are the codes of the samples, and V is what the samples are made of. An
 * immutable value, unless the caller changes the factors; thread-safe.
 *
 * @param model U, V and the offsets
 * @param loss the loss ℓ
 * @param regularizer the regularizer θ
 * @param lambda λ
 * @param options of the solves: the gap, the threads and the executor
 */
public record MatrixModel(
        TrainedModel model,
        ConvexLoss loss,
        Regularizer regularizer,
        double lambda,
        SolverOptions options) {
    /**
     * Checks the model.
     *
     * @throws IllegalArgumentException if it is not one of a matrix
     */
    public MatrixModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(regularizer, "regularizer");
        Objects.requireNonNull(options, "options");

        if (!model.kind().equals("matrix")) {
            throw new IllegalArgumentException("model = " + model.kind() + ", allowed is matrix");
        }
    }

    /** Solves a problem with the default options, as {@link Nadir#solve(Problem)} does. */
    public static MatrixModel fit(Problem problem) {
        return fit(problem, SolverOptions.defaults());
    }

    /**
     * Solves a problem: another name of {@link Nadir#solve(Problem, SolverOptions)} for those who
     * need no certificate.
     *
     * @throws IllegalArgumentException as {@code solve}; or if the data are not those of a matrix
     */
    public static MatrixModel fit(Problem problem, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(options, "options");

        return of(problem, Nadir.solve(problem, options).model(), options);
    }

    /**
     * Returns a model that was trained before, for example one that was loaded.
     *
     * @param problem the problem that it solves; its data are not used
     */
    public static MatrixModel of(Problem problem, TrainedModel model, SolverOptions options) {
        Objects.requireNonNull(problem, "problem");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(options, "options");

        return new MatrixModel(
                model, problem.loss(), problem.regularizer(), problem.lambda(), options);
    }

    /**
     * Finds the codes of new rows, see {@link Nadir#transform(Problem, TrainedModel,
     * SolverOptions)}. They are in {@link Transformation#u}.
     */
    public Transformation transform(MatrixData rows) {
        Objects.requireNonNull(rows, "rows");

        return Nadir.transform(new Problem(rows, loss, regularizer, lambda), model, options);
    }

    /**
     * Returns the rows that belong to codes, X = U·Vᵀ; if the model has offsets, with μ and those
     * of the columns. Use {@link #inverseTransform(Transformation)} for those of the rows as well.
     *
     * @param codes U, one row of r numbers for each row, row-major; not modified
     * @throws IllegalArgumentException if the number of codes is not a positive multiple of the
     *     rank, or a code is NaN or infinite
     */
    public DenseMatrix inverseTransform(double[] codes) {
        Objects.requireNonNull(codes, "codes");

        int r = model.factors().rank();
        int rows = r == 0 ? 0 : codes.length / r;
        if (rows == 0 || rows * r != codes.length) {
            throw new IllegalArgumentException(
                    "codes.length = " + codes.length + ", allowed are positive multiples of " + r);
        }
        Offsets offsets = model.offsets();
        return outputs(
                factors(rows, codes),
                offsets == null ? null : offsets.withRows(new double[rows], new boolean[rows], 0));
    }

    private Factors factors(int rows, double[] u) {
        int columns = model.factors().dimensions().getLast();
        int r = model.factors().rank();
        return Factors.copyOfPair(rows, columns, r, u, model.factors().toArray(1));
    }

    /**
     * Returns the rows that belong to what {@link #transform} found, with all offsets: what the
     * model makes of the new data, and predicts where they are missing.
     */
    public DenseMatrix inverseTransform(Transformation found) {
        Objects.requireNonNull(found, "found");

        return outputs(found.factors(), found.offsets());
    }

    private static DenseMatrix outputs(Factors factors, @Nullable Offsets offsets) {
        factors.requireFinite();
        return DenseMatrix.ofModel(factors, offsets);
    }
}
