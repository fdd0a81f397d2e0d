package io.nadir.certify;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.Scratch;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;
import java.util.List;

/**
 * The polar of a tensor as a function of all vectors but the two of the largest modes: σ_max of the
 * matrix that is left, which is a norm of a form linear in each vector. {@link SphereCover} bounds
 * it over the spheres.
 */
final class TensorSlices {
    /** Sum of d − 1 over the vectors, beyond which there are too many orthants. */
    private static final int MOST_FREEDOM = 6;

    /** Flops of a search, about. */
    private static final double BUDGET = 2e9;

    /** The same as a limit of evaluations, each of which costs some objects too. */
    private static final int MOST_EVALUATIONS = 100_000;

    /** Fewer evaluations say nothing. */
    private static final int FEWEST_EVALUATIONS = 100;

    private static final DenseKernels KERNELS = Kernels.get();

    private final TensorResidual residual;
    private final boolean nonNegative;
    private final int[] modes;
    private final double[] entries;
    private final int shortSide;
    private final int longSide;
    private final Scratch scratch = new Scratch();

    /**
     * Arranges the entries, the swept modes first: a copy.
     *
     * @param nonNegative whether all vectors are at least 0
     */
    TensorSlices(TensorResidual residual, boolean nonNegative) {
        this.residual = residual;
        this.nonNegative = nonNegative;
        this.modes = bySize(residual.shape());
        this.entries = residual.permuted(modes);
        this.shortSide = residual.shape()[modes[modes.length - 2]];
        this.longSide = residual.shape()[modes[modes.length - 1]];
    }

    /** Whether the swept modes are few and small enough. */
    static boolean applies(TensorResidual residual) {
        int[] shape = residual.shape();
        int[] modes = bySize(shape);
        int freedom = 0;
        for (int place = 0; place < modes.length - 2; place++) {
            freedom += shape[modes[place]] - 1;
        }
        return freedom > 0
                && freedom <= MOST_FREEDOM
                && evaluations(residual) >= FEWEST_EVALUATIONS;
    }

    /**
     * An upper bound of the polar of R, as stored.
     *
     * @param enough goes on until it is reached, or the budget is used up
     * @param prove whether every rounding error is to be included
     */
    double bound(double enough, boolean prove, Runnable checkpoint) {
        int[] dimensions = new int[modes.length - 2];
        for (int place = 0; place < dimensions.length; place++) {
            dimensions[place] = residual.shape()[modes[place]];
        }
        SphereCover cover =
                new SphereCover(
                        dimensions,
                        nonNegative,
                        vectors -> upper(vectors, prove, checkpoint),
                        evaluations(residual));
        return cover.bound(enough, checkpoint);
    }

    private static int[] bySize(int[] shape) {
        Integer[] modes = new Integer[shape.length];
        Arrays.setAll(modes, k -> k);
        Arrays.sort(modes, (a, b) -> Integer.compare(shape[a], shape[b]));
        return Arrays.stream(modes).mapToInt(Integer::intValue).toArray();
    }

    private static int evaluations(TensorResidual residual) {
        int[] shape = residual.shape();
        int[] modes = bySize(shape);
        double s = shape[modes[modes.length - 2]];
        double l = shape[modes[modes.length - 1]];
        double flops = 2.0 * residual.entries().length + 2 * s * s * l + 20 * s * s * s + 5000;
        return (int) Math.min(MOST_EVALUATIONS, BUDGET / flops);
    }

    /** σ_max, or where signs count a bound of the polar, of the matrix left by the vectors. */
    private double upper(List<double[]> vectors, boolean prove, Runnable checkpoint) {
        double[] matrix = entries;
        double sizes = 1;
        double chain = 2;
        for (double[] vector : vectors) {
            matrix = contracted(matrix, vector);
            sizes *= Math.sqrt(KERNELS.dot(vector, 0, vector, 0, vector.length));
            chain += vector.length + 1;
        }
        double error = 2 * Rounding.gamma(chain) * sizes * residual.frobenius();
        double sigma = spectralNorm(matrix, prove, checkpoint);
        if (nonNegative) {
            double[] positive = matrix.clone();
            for (int i = 0; i < positive.length; i++) {
                positive[i] = Math.max(0, positive[i]);
            }
            sigma = Math.min(sigma, spectralNorm(positive, prove, checkpoint));
        }
        return Rounding.up(sigma + Rounding.up(error));
    }

    /** Σ_i v_i · slab i. */
    private static double[] contracted(double[] tensor, double[] vector) {
        int length = tensor.length / vector.length;
        double[] sum = new double[length];
        for (int i = 0; i < vector.length; i++) {
            KERNELS.axpy(vector[i], tensor, i * length, sum, 0, length);
        }
        return sum;
    }

    /** An upper bound of σ_max of a matrix as stored. */
    private double spectralNorm(double[] matrix, boolean prove, Runnable checkpoint) {
        Panel transposed = Panel.zeros(longSide, shortSide);
        for (int i = 0; i < shortSide; i++) {
            for (int j = 0; j < longSide; j++) {
                transposed.set(j, i, matrix[i * longSide + j]);
            }
        }
        Panel gram = Panel.zeros(shortSide, shortSide);
        KERNELS.gramLower(transposed, 0, longSide, gram, scratch);
        double trace = 0;
        for (int i = 0; i < shortSide; i++) {
            trace += gram.get(i, i);
        }
        double square = Rounding.up(trace * (1 + 2 * Rounding.gamma(longSide + shortSide + 2)));
        double frobenius = Rounding.up(Math.sqrt(square));
        if (frobenius == 0 || shortSide == 1) {
            return frobenius;
        }
        double largest = Math.max(0, SmallDense.symmetricEigen(gram).values()[0]);
        double sides = longSide + 4.0 * shortSide;
        double estimate = Math.sqrt(largest + 4 * sides * Rounding.UNIT * trace);
        if (!prove) {
            return Math.min(frobenius, Rounding.up(estimate));
        }
        CholeskyBound cholesky = new CholeskyBound(gram, longSide, square, scratch, checkpoint);
        return Math.min(frobenius, cholesky.attempt(estimate * (1 + 1e-10 * sides)));
    }
}
