package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.certify.bound.ProofMemory;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.polar.SpectralOracle;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Upper bounds of the spectral norm of a tensor R, as stored, which is NP-hard for K ≥ 3: w¹ ∘ … ∘
 * w^K is of rank one in every unfolding, so σ_max of each is a bound, and the least of them is;
 * where the small modes are few, {@link TensorSlices} closes in on the norm itself. For vectors ≥ 0
 * unfoldings of the positive part are bounds too.
 */
final class TensorBounds {
    /** How closely the σ_max of an unfolding that is too large is found. */
    private static final double CLOSE = 1 + 1e-3;

    /** Bipartitions tried: all of nine modes. There are 2^{K−1} − 1. */
    private static final int MOST_BIPARTITIONS = 255;

    /** Rows of the largest Gram matrix that a proof factors. */
    private static final int LARGEST_GRAM = 4096;

    private static final DenseKernels KERNELS = Kernels.get();

    private final TensorResidual residual;
    private final boolean nonNegative;
    private final Runnable checkpoint;
    private final List<Unfolding> unfoldings = new ArrayList<>();
    private int passes;
    private int krylovSteps;
    private int factorizations;

    /** A bipartition of the modes, mode k among the rows if bit k is set, of R or of max(R, 0). */
    private record Unfolding(int bipartition, boolean positivePart) {}

    TensorBounds(TensorResidual residual, boolean nonNegative, Runnable checkpoint) {
        this.residual = residual;
        this.nonNegative = nonNegative;
        this.checkpoint = checkpoint;
        int[] modes = largeModes(residual.shape());
        // The first mode is always among the columns: the others' subsets are all bipartitions.
        int bipartitions = Math.min(MOST_BIPARTITIONS, (1 << (modes.length - 1)) - 1);
        for (int subset = 1; subset <= bipartitions; subset++) {
            int rows = 0;
            for (int k = 1; k < modes.length; k++) {
                rows |= ((subset >> (k - 1)) & 1) << modes[k];
            }
            unfoldings.add(new Unfolding(rows, false));
            if (nonNegative) {
                unfoldings.add(new Unfolding(rows, true));
            }
        }
    }

    /** The modes larger than 1, on whose side the others are makes no difference; at least two. */
    private static int[] largeModes(int[] shape) {
        int[] large = IntStream.range(0, shape.length).filter(k -> shape[k] > 1).toArray();
        return large.length < 2 ? new int[] {0, 1} : large;
    }

    /** Passes over R so far. */
    int passes() {
        return passes;
    }

    /** Steps of Krylov iterations so far. */
    int krylovSteps() {
        return krylovSteps;
    }

    /** Cholesky factorizations so far. */
    int factorizations() {
        return factorizations;
    }

    /**
     * A bound of the norm of R/λ that fails with at most the stated probability.
     *
     * @param lower a lower bound
     * @param enough the search ends when the bound is at most this
     * @param thorough whether it goes on with what costs more than unfoldings
     */
    double probable(double lower, double enough, double delta, long seed, boolean thorough) {
        double upper = residual.frobenius() / residual.lambda();
        for (Unfolding unfolding : unfoldings) {
            if (upper <= enough) {
                return upper;
            }
            upper = Math.min(upper, unfolded(unfolding, enough, delta / unfoldings.size(), seed));
        }
        if (upper > enough && thorough) {
            upper = Math.min(upper, sliced(lower, enough, false));
        }
        return upper;
    }

    /**
     * A bound of the norm of R that includes every rounding error; about {@code wanted} if it can.
     */
    double proved(double lower, double wanted) {
        double upper = residual.frobenius();
        for (Unfolding unfolding : unfoldings) {
            if (upper <= wanted) {
                return upper;
            }
            upper = Math.min(upper, factored(unfolding, wanted));
        }
        if (upper > wanted) {
            double level = wanted / residual.lambda();
            upper = Math.min(upper, sliced(lower, level, true) * residual.lambda());
        }
        return Rounding.up(upper);
    }

    /** The Gram matrix of the least unfolding and that which is factored. */
    ProofMemory proofMemory() {
        double entries = 1;
        for (int extent : residual.shape()) {
            entries *= extent;
        }
        double least = LARGEST_GRAM + 1;
        for (Unfolding unfolding : unfoldings) {
            double rows = 1;
            for (int k = 0; k < residual.shape().length; k++) {
                rows *= (unfolding.bipartition >> k & 1) == 1 ? residual.shape()[k] : 1;
            }
            least = Math.min(least, Math.min(rows, entries / rows));
        }
        return least > LARGEST_GRAM ? ProofMemory.NONE : new ProofMemory(2, least * least);
    }

    private double unfolded(Unfolding unfolding, double enough, double delta, long seed) {
        checkpoint.run();
        DenseMatrix matrix = residual.unfolding(unfolding.bipartition, unfolding.positivePart);
        if (matrix.maxAbs() == 0) {
            return 0;
        }
        Factors none = Factors.empty(matrix.rows(), matrix.columns());
        try (MatrixMap map = matrix.bind(new SquaredLoss(), 1, null)) {
            SpectralOracle oracle =
                    new SpectralOracle(
                            new Objective<MatrixMap>(map, new SquaredNorms(), residual.lambda()),
                            none,
                            seed + unfolding.hashCode());
            double level = Math.max(enough, CLOSE * oracle.estimate());
            double upper = oracle.bounds(level, delta).upper();
            passes += oracle.passes();
            krylovSteps += oracle.krylovSteps();
            return upper;
        }
    }

    private double sliced(double lower, double enough, boolean prove) {
        TensorSlices slices = new TensorSlices(residual, nonNegative, checkpoint);
        if (!slices.applies()) {
            return Double.POSITIVE_INFINITY;
        }
        double level = Math.max(enough, lower * (1 + 1e-9)) * residual.lambda();
        return Rounding.up(slices.bound(level, prove) / residual.lambda());
    }

    private double factored(Unfolding unfolding, double wanted) {
        checkpoint.run();
        DenseMatrix matrix = residual.unfolding(unfolding.bipartition, unfolding.positivePart);
        if (matrix.rows() < matrix.columns()) {
            matrix = matrix.transposed();
        }
        int n = matrix.columns();
        if (n > LARGEST_GRAM) {
            return Double.POSITIVE_INFINITY;
        }
        Panel gram = Panel.zeros(n, n);
        Scratch scratch = new Scratch();
        for (Panel block : matrix.blocks()) {
            KERNELS.gramLower(
                    block, block.firstRow(), block.firstRow() + block.rows(), gram, scratch);
        }
        passes++;
        double frobenius = residual.frobenius();
        CholeskyBound cholesky =
                new CholeskyBound(
                        gram,
                        matrix.rows(),
                        Rounding.up(frobenius * frobenius),
                        scratch,
                        checkpoint);
        double bound = cholesky.attempt(wanted);
        factorizations += cholesky.factorizations();
        return bound;
    }
}
