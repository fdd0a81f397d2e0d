package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

import java.util.Arrays;
import java.util.List;

/**
 * The polar of a tensor as a function of all vectors but those of the largest modes, a norm of a
 * form linear in each: σ_max of the matrix that is left, or where all vectors are at least 0 the
 * norm of the positive part of the vector that is left. {@link SphereCover} bounds it over the
 * spheres.
 */
final class TensorSlices {
    /** Sum of d − 1 over the vectors, beyond which there are too many orthants. */
    private static final int MOST_FREEDOM = 6;

    /** Flops of a search, about. */
    private static final double BUDGET = 1e9;

    /** The largest number of evaluations, each of which also creates some objects. */
    private static final int MOST_EVALUATIONS = 50_000;

    /** Fewer evaluations say nothing. */
    private static final int FEWEST_EVALUATIONS = 100;

    /** Flops of a Gram matrix below which plain loops are faster than the kernels. */
    private static final int SMALL_GRAM = 1 << 12;

    private static final DenseKernels KERNELS = Kernels.get();

    private final TensorResidual residual;
    private final boolean nonNegative;
    private final Runnable checkpoint;
    private final int[] modes;
    private final int swept;
    private final Scratch scratch = new Scratch();

    /**
     * Chooses the modes that are swept.
     *
     * @param nonNegative whether all vectors are at least 0
     * @param checkpoint called before each evaluation; may throw to give up
     */
    TensorSlices(TensorResidual residual, boolean nonNegative, Runnable checkpoint) {
        this.residual = residual;
        this.nonNegative = nonNegative;
        this.checkpoint = checkpoint;
        int[] shape = residual.shape();
        this.modes = bySize(shape);
        int all = shape.length - 1;
        this.swept = nonNegative && freedom(all) <= MOST_FREEDOM ? all : all - 1;
    }

    /** Whether the swept modes are few and small enough. */
    boolean applies() {
        int freedom = freedom(swept);
        return freedom > 0 && freedom <= MOST_FREEDOM && evaluations() >= FEWEST_EVALUATIONS;
    }

    /**
     * Returns an upper bound of the polar of R, as stored.
     *
     * @param enough the bound that is sufficient; continues until it is reached or the budget is
     *     spent
     * @param prove whether every rounding error must be included
     */
    double bound(double enough, boolean prove) {
        int[] dimensions = new int[swept];
        for (int place = 0; place < swept; place++) {
            dimensions[place] = size(place);
        }
        double[] entries = residual.permuted(modes);
        SphereCover cover =
                new SphereCover(
                        dimensions,
                        nonNegative,
                        vectors -> upper(entries, vectors, prove),
                        evaluations());
        return cover.bound(enough, checkpoint);
    }

    private static int[] bySize(int[] shape) {
        Integer[] modes = new Integer[shape.length];
        Arrays.setAll(modes, k -> k);
        Arrays.sort(modes, (a, b) -> Integer.compare(shape[a], shape[b]));
        return Arrays.stream(modes).mapToInt(Integer::intValue).toArray();
    }

    private int size(int place) {
        return residual.shape()[modes[place]];
    }

    /** Dimension of the product of the first spheres. */
    private int freedom(int spheres) {
        int sum = 0;
        for (int place = 0; place < spheres; place++) {
            sum += size(place) - 1;
        }
        return sum;
    }

    private int evaluations() {
        double shortSide = swept == modes.length - 1 ? 1 : size(modes.length - 2);
        double longSide = size(modes.length - 1);
        double decomposition = 2 * shortSide * shortSide * (longSide + 10 * shortSide);
        double flops = 2.0 * residual.entries().length + decomposition + 2000;
        return (int) Math.min(MOST_EVALUATIONS, BUDGET / flops);
    }

    /** The polar of what the vectors leave, from above. */
    private double upper(double[] entries, List<double[]> vectors, boolean prove) {
        double[] rest = entries;
        double sizes = 1;
        double chain = 2;
        for (double[] vector : vectors) {
            rest = contracted(rest, vector);
            sizes *= Math.sqrt(KERNELS.dot(vector, 0, vector, 0, vector.length));
            chain += vector.length + 1;
        }
        double error = Rounding.up(2 * Rounding.gamma(chain) * sizes * residual.frobenius());
        int rows = rest.length / size(modes.length - 1);
        double sigma = spectralNorm(rest, rows, prove);
        if (nonNegative) {
            clip(rest);
            sigma = Math.min(sigma, spectralNorm(rest, rows, prove));
        }
        return Rounding.up(sigma + error);
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

    private static void clip(double[] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = Math.max(0, matrix[i]);
        }
    }

    /** An upper bound of σ_max of a matrix with at most as many rows as columns, as stored. */
    private double spectralNorm(double[] matrix, int rows, boolean prove) {
        int columns = matrix.length / rows;
        Panel gram = gram(matrix, rows, columns);
        double trace = 0;
        for (int i = 0; i < rows; i++) {
            trace += gram.get(i, i);
        }
        double square = Rounding.up(trace * (1 + 2 * Rounding.gamma(columns + rows + 2.0)));
        double frobenius = Rounding.up(Math.sqrt(square));
        if (trace == 0 || rows == 1) {
            return frobenius;
        }
        double sides = columns + 4.0 * rows;
        double largest = largestEigenvalue(gram);
        double estimate = Math.sqrt(largest + 4 * sides * Rounding.UNIT * trace);
        if (!prove) {
            return Math.min(frobenius, Rounding.up(estimate));
        }
        CholeskyBound cholesky = new CholeskyBound(gram, columns, square, scratch, checkpoint);
        return Math.min(frobenius, cholesky.attempt(estimate * (1 + 1e-10 * sides)));
    }

    /** M·Mᵀ, the lower triangle. */
    private Panel gram(double[] matrix, int rows, int columns) {
        Panel gram = Panel.zeros(rows, rows);
        if ((long) rows * rows * columns > SMALL_GRAM) {
            Panel transposed = Panel.zeros(columns, rows);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    transposed.set(j, i, matrix[i * columns + j]);
                }
            }
            KERNELS.gramLower(transposed, 0, columns, gram, scratch);
            return gram;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                gram.set(i, j, KERNELS.dot(matrix, i * columns, matrix, j * columns, columns));
            }
        }
        return gram;
    }

    private static double largestEigenvalue(Panel gram) {
        if (gram.rows() == 2) {
            double mean = 0.5 * (gram.get(0, 0) + gram.get(1, 1));
            double half = 0.5 * (gram.get(0, 0) - gram.get(1, 1));
            return mean + Math.hypot(half, gram.get(1, 0));
        }
        return Math.max(0, SmallDense.symmetricEigen(gram).values()[0]);
    }
}
