package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.LargestEigenvalue;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.kernel.SmallDense;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds the norm of a tensor with large modes by that of a small core. With subspaces of some
 * modes, a unit vector w^k has a part of norm α_k in the subspace and one of norm β_k beside it,
 * α_k² + β_k² = 1. So R falls into blocks, one for each choice of parts, and ‖R‖ is at most the
 * spectral norm of the 2×…×2 tensor of bounds of the blocks' norms: that of the core from a
 * relaxation, those of the others from their unfoldings.
 *
 * <p>It is close where there is little beside the subspaces: at most b²/‖R‖, about, if a block with
 * one mode beside has norm b; blocks with two or more modes beside may be as large as ‖R‖.
 */
final class TensorCompression {
    /** Singular values below this share of the largest are not worth a dimension. */
    private static final double NEGLIGIBLE = 1e-6;

    /** Rounds in which each subspace is adapted to the others. */
    private static final int ADAPTATIONS = 2;

    /** Rows of the largest Gram matrix of a block. */
    private static final int LARGEST_GRAM = 1024;

    /** Modes that are compressed, at most: there are 2 to this power blocks. */
    private static final int MOST_MODES = 4;

    /** Tensors as large as R, or smaller, in memory at the same time. */
    static final double COPIES = MOST_MODES + 3.0;

    private static final DenseKernels KERNELS = Kernels.get();

    private final TensorResidual residual;
    private final List<ModeBasis> bases;
    private final Runnable checkpoint;
    private final TensorResidual core;
    private final double[] blocks;

    private TensorCompression(TensorResidual residual, List<ModeBasis> bases, Runnable checkpoint) {
        this.residual = residual;
        this.bases = bases;
        this.checkpoint = checkpoint;
        this.blocks = new double[1 << bases.size()];
        TensorResidual within = residual;
        for (ModeBasis basis : bases) {
            within = basis.within(within);
        }
        this.core = within;
        bound(residual, 0, 0);
    }

    /**
     * Chooses subspaces.
     *
     * @param most the largest product of their dimensions
     * @param kept the mode that is not compressed
     * @param checkpoint called often; may throw to give up
     * @return null if none is smaller than its mode, or too many are; or if a mode is too large
     */
    static @Nullable TensorCompression of(
            TensorResidual residual, int most, int kept, Runnable checkpoint) {
        for (int k = 0; k < residual.shape().length; k++) {
            if (k != kept && residual.shape()[k] > LARGEST_GRAM) {
                return null;
            }
        }
        int[] ranks = ranks(residual, most, kept, checkpoint);
        List<ModeBasis> bases = new ArrayList<>();
        for (int k = 0; k < ranks.length; k++) {
            if (ranks[k] < residual.shape()[k]) {
                bases.add(ModeBasis.leading(residual, k, ranks[k], checkpoint));
            }
        }
        if (bases.isEmpty() || bases.size() > MOST_MODES) {
            return null;
        }
        for (int round = 0; round < ADAPTATIONS; round++) {
            for (int i = 0; i < bases.size(); i++) {
                checkpoint.run();
                TensorResidual within = residual;
                for (int j = 0; j < bases.size(); j++) {
                    within = j == i ? within : bases.get(j).within(within);
                }
                ModeBasis old = bases.get(i);
                bases.set(i, ModeBasis.leading(within, old.mode(), old.rank(), checkpoint));
            }
        }
        return new TensorCompression(residual, bases, checkpoint);
    }

    /** Dimensions of the subspaces: the largest singular values of all modes first. */
    private static int[] ranks(TensorResidual residual, int most, int kept, Runnable checkpoint) {
        int[] shape = residual.shape();
        double[][] squares = new double[shape.length][];
        int[] ranks = shape.clone();
        double largest = 0;
        for (int k = 0; k < shape.length; k++) {
            if (k != kept) {
                checkpoint.run();
                squares[k] = ModeBasis.eigen(residual, k, checkpoint).values();
                largest = Math.max(largest, squares[k][0]);
                ranks[k] = 1;
            }
        }
        double least = NEGLIGIBLE * NEGLIGIBLE * largest;
        long product = 1;
        while (true) {
            int next = -1;
            for (int k = 0; k < shape.length; k++) {
                boolean grows = k != kept && ranks[k] < shape[k];
                if (grows
                        && squares[k][ranks[k]] > least
                        && product / ranks[k] * (ranks[k] + 1) <= most
                        && (next < 0 || squares[k][ranks[k]] > squares[next][ranks[next]])) {
                    next = k;
                }
            }
            if (next < 0) {
                return ranks;
            }
            product = product / ranks[next] * (ranks[next] + 1);
            ranks[next]++;
        }
    }

    /** R within all subspaces. */
    TensorResidual core() {
        return core;
    }

    /** About how many operations it takes to choose subspaces and to bound the blocks. */
    static double operations(TensorResidual residual) {
        double sum = 0;
        for (int extent : residual.shape()) {
            sum += 2.0 * extent;
        }
        return (2 + ADAPTATIONS) * sum * residual.entries().length;
    }

    /**
     * A bound of ‖R‖, rounding included.
     *
     * @param coreBound a bound of the norm of the core
     * @param wanted no smaller bound is looked for
     */
    double bound(double coreBound, double wanted) {
        double error = error();
        double[] bounds = new double[Math.max(4, blocks.length)];
        for (int i = 0; i < blocks.length; i++) {
            bounds[i] = Rounding.up((i == 0 ? coreBound : blocks[i]) + error);
        }
        int[] shape = new int[Math.max(2, bases.size())];
        Arrays.fill(shape, 2);
        TensorSlices slices = new TensorSlices(new TensorResidual(shape, bounds), true, checkpoint);
        return slices.bound(wanted, true);
    }

    /** How far a block may be from that of exactly orthonormal bases. */
    private double error() {
        double sum = 0;
        for (ModeBasis basis : bases) {
            sum += basis.error();
        }
        return sum < 0.1 ? Rounding.up(2 * sum * residual.frobenius()) : Double.POSITIVE_INFINITY;
    }

    /** Bounds all blocks but the core, which begin with the choices in {@code block}. */
    private void bound(TensorResidual part, int place, int block) {
        checkpoint.run();
        if (place < bases.size()) {
            bound(bases.get(place).within(part), place + 1, 2 * block);
            bound(bases.get(place).beside(part), place + 1, 2 * block + 1);
        } else if (block > 0) {
            blocks[block] = unfolded(part);
        }
    }

    /** The least σ_max of unfoldings along one mode. */
    private double unfolded(TensorResidual part) {
        double least = part.frobenius();
        for (int k = 0; k < part.shape().length; k++) {
            if (part.shape()[k] > 1) {
                checkpoint.run();
                least = Math.min(least, unfolded(part, k));
            }
        }
        return least;
    }

    private double unfolded(TensorResidual part, int mode) {
        int all = (1 << part.shape().length) - 1;
        int d = part.shape()[mode];
        int others = part.entries().length / d;
        boolean wide = d > others;
        int columns = Math.min(d, others);
        double frobenius = part.frobenius();
        if (columns > LARGEST_GRAM || frobenius == 0) {
            return frobenius;
        }
        double[] entries = part.unfolded(wide ? 1 << mode : all & ~(1 << mode));
        int rows = Math.max(d, others);
        Panel gram = Panel.zeros(columns, columns);
        Scratch scratch = new Scratch();
        KERNELS.gramLower(Panel.wrap(entries, rows, columns, 0), 0, rows, gram, scratch);
        double estimate = Math.max(0, SmallDense.symmetricEigen(gram, checkpoint).values()[0]);
        double top = new LargestEigenvalue(gram, scratch, checkpoint).upper(estimate);
        double forming = Rounding.up(Rounding.gamma(rows) * frobenius * frobenius);
        return Rounding.up(Math.sqrt(Rounding.up(top + forming)));
    }

    /** Vectors of R for those of the core. */
    List<double[]> lifted(List<double[]> vectors) {
        List<double[]> lifted = new ArrayList<>(vectors);
        for (ModeBasis basis : bases) {
            lifted.set(basis.mode(), basis.lifted(vectors.get(basis.mode())));
        }
        return lifted;
    }

    /**
     * The symmetric matrix of R's relaxation for one of the core's, (⊗Q_k)·A·(⊗Q_k)ᵀ: multipliers
     * become multipliers, and K becomes K.
     *
     * @param kept the mode that is eliminated in both
     */
    double[] lifted(double[] matrix, int kept) {
        double[] lifted = matrix;
        for (int side = 0; side < 2; side++) {
            int inner = 1;
            for (int k = residual.shape().length - 1; k >= 0; k--) {
                ModeBasis basis = basis(k);
                if (basis != null) {
                    // The columns of A are its last modes; the transpose brings its rows there.
                    lifted = basis.lifted(lifted, inner);
                }
                inner *= k == kept ? 1 : residual.shape()[k];
            }
            lifted = transposed(lifted, inner);
        }
        return lifted;
    }

    private @Nullable ModeBasis basis(int mode) {
        for (ModeBasis basis : bases) {
            if (basis.mode() == mode) {
                return basis;
            }
        }
        return null;
    }

    /** The transpose, with the lower triangle on both sides once the matrix is square. */
    private static double[] transposed(double[] matrix, int columns) {
        int rows = matrix.length / columns;
        double[] out = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                boolean mirrored = rows == columns && j > i;
                out[j * rows + i] = mirrored ? matrix[j * columns + i] : matrix[i * columns + j];
            }
        }
        return out;
    }
}
