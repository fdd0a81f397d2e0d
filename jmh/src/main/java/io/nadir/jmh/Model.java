package io.nadir.jmh;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The models beside the nuclear norm of a full matrix, each with data that suit it: Y = A·Bᵀ + E/2
 * with ten columns in A and B, λ = λ_max/20.
 */
public enum Model {
    /** U, V ≥ 0; A, B and the noise are not negative either. */
    NMF,
    /** ‖u‖₂(‖v‖₂ + ‖v‖₁/10): sparse codes. */
    DICTIONARY,
    /** ‖u‖₁‖v‖₂: the polar is the largest norm of a row. */
    ROW_NORM,
    /** ‖u‖₁‖v‖₁: the polar is the largest magnitude. */
    LARGEST_ENTRY,
    /** Huber's loss, which is square for half of the noise. */
    HUBER,
    /** Logistic loss of the signs. */
    LOGISTIC,
    /** One entry in twenty is not 0. */
    SPARSE,
    /** One entry in twenty is known. */
    COMPLETION;

    /** Columns that the data were made of. */
    private static final int TRUTH = 10;

    /** Cells for each entry in {@link #SPARSE} and {@link #COMPLETION}. */
    private static final int SPARSITY = 20;

    /** Where the loss of {@link #HUBER} turns linear: what half of the noise stays below. */
    private static final double DELTA = 0.34;

    /** The problem: the same numbers each time. */
    Problem problem(Shape shape) {
        Problem unscaled = withUnitLambda(shape);
        return unscaled.withLambda(Nadir.lambdaMax(unscaled, SolverOptions.defaults()) / 20);
    }

    /** Random factors of that rank which satisfy the constraints. */
    Factors start(Shape shape, int rank) {
        SplittableRandom random = new SplittableRandom(2);
        double[] u = normal(shape.rows() * rank, random);
        double[] v = normal(shape.columns() * rank, random);
        return Factors.copyOfPair(shape.rows(), shape.columns(), rank, u, v);
    }

    private Problem withUnitLambda(Shape shape) {
        int m = shape.rows();
        int n = shape.columns();
        CompletionProblem few = new CompletionProblem(shape, m * n / SPARSITY, TRUTH, 0.5);
        if (this == COMPLETION) {
            return few.problem(1);
        }
        if (this == SPARSE) {
            return Problem.lowRank(few.withZeros(), 1);
        }
        double[] y = entries(shape);
        if (this == LOGISTIC) {
            double[] signs = Arrays.stream(y).map(Math::signum).toArray();
            return Problem.lowRank(DenseMatrix.wrap(m, n, signs), 1).withLoss(new LogisticLoss());
        }
        Problem squared = Problem.lowRank(DenseMatrix.wrap(m, n, y), 1);
        return switch (this) {
            case HUBER -> squared.withLoss(new HuberLoss(DELTA));
            case NMF -> squared.withRegularizer(SquaredNorms.nonNegative());
            case DICTIONARY ->
                    squared.withRegularizer(
                            new GaugeProduct(
                                    EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.1)));
            case ROW_NORM ->
                    squared.withRegularizer(
                            new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN));
            default ->
                    squared.withRegularizer(
                            new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE));
        };
    }

    private double[] entries(Shape shape) {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = normal(shape.rows() * TRUTH, random);
        double[] b = normal(shape.columns() * TRUTH, random);
        double[] y = normal(shape.rows() * shape.columns(), random);
        for (int e = 0; e < y.length; e++) {
            y[e] *= 0.5;
            for (int k = 0; k < TRUTH; k++) {
                y[e] += a[e / shape.columns() * TRUTH + k] * b[e % shape.columns() * TRUTH + k];
            }
        }
        return y;
    }

    private double[] normal(int length, SplittableRandom random) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            double number = random.nextGaussian();
            out[i] = this == NMF ? Math.abs(number) : number;
        }
        return out;
    }
}
