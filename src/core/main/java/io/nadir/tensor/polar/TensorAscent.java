package io.nadir.tensor.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.WitnessCandidate;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.TensorKernels;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.polar.AlternatingAscent;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lower bounds of a tensor's polar by the alternating power method from many starts at once: w^k ←
 * the maximizer of ⟨Z, w¹ ∘ … ∘ w^K⟩ over g_k(w^k) ≤ 1, the others fixed, for each k in turn (De
 * Lathauwer, De Moor &amp; Vandewalle, SIAM J. Matrix Anal. Appl. 21, 2000, algorithm 3.1). Values
 * never fall. A round costs 4·d_1⋯d_K flops for each start.
 */
final class TensorAscent {
    /** Rounds, at most. */
    private static final int MOST_ROUNDS = 80;

    /** Ends when no value rises by more than this share of the largest. */
    private static final double SETTLED = 1e-10;

    /** Leading singular vectors of the unfoldings that are starts. */
    private static final int SINGULAR_STARTS = 4;

    /** Modes beyond this size have no such starts: their Gram matrix costs too much. */
    private static final int LARGEST_GRAM = 512;

    /** Random starts, and more for tensors so small that they cost nothing. */
    private static final int RANDOM_STARTS = 12;

    private static final int MORE_STARTS = 64;
    private static final int SMALL = 1 << 12;

    private static final DenseKernels DENSE = Kernels.get();
    private static final TensorKernels KERNELS = Kernels.tensor();

    private final TensorResidual residual;
    private final Regularizer theta;
    private final int order;
    private final int split;
    private final Panel entries;
    private final Scratch scratch = new Scratch();

    /**
     * Takes R as a matrix.
     *
     * @param split number of modes that are rows
     */
    TensorAscent(TensorResidual residual, int split, Regularizer theta) {
        this.residual = residual;
        this.theta = theta;
        this.order = residual.shape().length;
        this.split = split;
        int rows = 1;
        for (int k = 0; k < split; k++) {
            rows *= residual.shape()[k];
        }
        double[] data = residual.entries();
        this.entries = Panel.wrap(data, rows, data.length / rows, 0);
    }

    /** Components with values as large as could be found, largest first. */
    List<WitnessCandidate> run(Factors w, RandomGenerator random, Runnable checkpoint) {
        return climb(starts(w, random, checkpoint), checkpoint);
    }

    /**
     * Components found from given starts.
     *
     * @param starts one vector for each mode; need not be of gauge 1, nor feasible
     */
    List<WitnessCandidate> climb(List<List<double[]>> starts, Runnable checkpoint) {
        Panel[] blocks = new Panel[order];
        for (int k = 0; k < order; k++) {
            blocks[k] = Panel.zeros(residual.shape()[k], starts.size());
            for (int j = 0; j < starts.size(); j++) {
                double[] vector = starts.get(j).get(k);
                for (int i = 0; i < vector.length; i++) {
                    blocks[k].set(i, j, vector[i]);
                }
            }
            polarize(k, blocks[k]);
        }
        return climb(blocks, checkpoint);
    }

    /** The number of operations of a climb, at most. */
    double operations(int starts) {
        return 4.0 * residual.entries().length * starts * MOST_ROUNDS;
    }

    private List<WitnessCandidate> climb(Panel[] blocks, Runnable checkpoint) {
        Panel[] images = new Panel[order];
        for (int k = 0; k < order; k++) {
            images[k] = Panel.zeros(blocks[k].rows(), blocks[k].columns());
        }
        double[] values = new double[blocks[0].columns()];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            checkpoint.run();
            double[] next = round(blocks, images);
            boolean settled = settled(values, next);
            values = next;
            if (settled) {
                break;
            }
        }
        return components(blocks, values);
    }

    /** Each block once: those of the rows, then those of the columns. */
    private double[] round(Panel[] blocks, Panel[] images) {
        Panel right = khatriRao(blocks, split, order, entries.columns());
        Panel product = Panel.zeros(entries.rows(), right.columns());
        DENSE.multiplyAdd(entries, 0, entries.rows(), right, product, scratch);
        sweep(blocks, images, 0, split, product);
        Panel left = khatriRao(blocks, 0, split, entries.rows());
        DENSE.transposeMultiplyAdd(entries, 0, entries.rows(), left, right.clear(), scratch);
        return sweep(blocks, images, split, order, right);
    }

    private Panel khatriRao(Panel[] blocks, int first, int end, int rows) {
        Panel out = Panel.zeros(rows, blocks[first].columns());
        KERNELS.khatriRao(blocks, first, end, 0, rows, out, scratch);
        return out;
    }

    /** Each of the blocks first:end once, given the product of R with all others. */
    private double[] sweep(Panel[] blocks, Panel[] images, int first, int end, Panel product) {
        double[] values = new double[0];
        for (int k = first; k < end; k++) {
            for (int l = first; l < end; l++) {
                images[l].clear();
            }
            KERNELS.khatriRaoAdjoint(
                    blocks, first, end, 0, product.rows(), product, images, scratch);
            System.arraycopy(images[k].data(), 0, blocks[k].data(), 0, blocks[k].data().length);
            values = polarize(k, blocks[k]);
        }
        return values;
    }

    /** Each column ← the maximizer of its inner product; returns those with Z. */
    private double[] polarize(int k, Panel block) {
        double[] values = new double[block.columns()];
        for (int j = 0; j < values.length; j++) {
            values[j] =
                    theta.gauge(k).polarize(block.data(), j, block.stride(), block.rows())
                            / residual.lambda();
        }
        return values;
    }

    private Panel[] starts(Factors w, RandomGenerator random, Runnable checkpoint) {
        int randoms = residual.entries().length <= SMALL ? MORE_STARTS : RANDOM_STARTS;
        int known = Math.min(w.rank(), RANDOM_STARTS);
        int singular = SINGULAR_STARTS;
        Panel[] blocks = new Panel[order];
        for (int k = 0; k < order; k++) {
            Panel block = Panel.zeros(residual.shape()[k], singular + known + randoms);
            AlternatingAscent.fillGaussian(block, 0, random);
            Panel vectors = singularVectors(k, checkpoint);
            for (int j = 0; j < Math.min(singular, vectors.columns()); j++) {
                copyColumn(vectors, j, sign(k, vectors, j), block, j);
            }
            for (int j = 0; j < known; j++) {
                copyColumn(w.block(k), w.rank() - 1 - j, 1, block, singular + j);
            }
            polarize(k, block);
            blocks[k] = block;
        }
        return blocks;
    }

    /** Left singular vectors of the unfolding along mode k, largest first; none if too many. */
    private Panel singularVectors(int k, Runnable checkpoint) {
        int d = residual.shape()[k];
        if (d > LARGEST_GRAM) {
            return Panel.zeros(d, 0);
        }
        int all = (1 << order) - 1;
        DenseMatrix unfolding = residual.unfolding(all & ~(1 << k), false);
        Panel gram = Panel.zeros(d, d);
        DENSE.gramLower(unfolding.blocks().getFirst(), 0, unfolding.rows(), gram, scratch);
        return Panels.leadingColumns(
                SmallDense.symmetricEigen(gram, checkpoint).vectors(),
                Math.min(d, SINGULAR_STARTS));
    }

    /** −1 if the gauge is infinite for the column and not for its negative. */
    private double sign(int k, Panel vectors, int j) {
        double[] negative = column(vectors, j);
        DENSE.scale(-1, negative, 0, negative.length);
        return theta.gauge(k).value(negative, 0, 1, negative.length) < Double.POSITIVE_INFINITY
                        && theta.gauge(k).value(vectors.data(), j, vectors.stride(), vectors.rows())
                                == Double.POSITIVE_INFINITY
                ? -1
                : 1;
    }

    private static void copyColumn(Panel from, int column, double sign, Panel to, int target) {
        for (int i = 0; i < from.rows(); i++) {
            to.set(i, target, sign * from.get(i, column));
        }
    }

    private static boolean settled(double[] before, double[] after) {
        double largest = Arrays.stream(after).max().orElse(0);
        double rise = 0;
        for (int j = 0; j < after.length; j++) {
            rise = Math.max(rise, after[j] - before[j]);
        }
        return rise <= SETTLED * largest;
    }

    private List<WitnessCandidate> components(Panel[] blocks, double[] values) {
        List<WitnessCandidate> found = new ArrayList<>();
        for (int j = 0; j < values.length; j++) {
            if (values[j] > 0) {
                List<double[]> vectors = new ArrayList<>();
                for (Panel block : blocks) {
                    vectors.add(column(block, j));
                }
                found.add(new WitnessCandidate(List.copyOf(vectors), values[j]));
            }
        }
        found.sort(Comparator.comparingDouble(WitnessCandidate::value).reversed());
        return found;
    }

    private static double[] column(Panel panel, int j) {
        double[] out = new double[panel.rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = panel.get(i, j);
        }
        return out;
    }
}
