package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * {@link RatioSearch} for a matrix R of any scale: the side without a 1-norm and a sign, if there
 * is one, is made the left one; R is brought near 1 by a power of two; and rows and columns are
 * left out that cannot matter to a polar above a level τ: if θ(u, v) = 1 and uᵀRv = ρ is the polar,
 * then v_j is 0 unless |R_{:j}ᵀu| ≥ ρb for the 1-norm's weight b, and so unless the dual gauge of
 * the column is at least ρb. So ρ ≤ max(τ, the polar of the rest).
 */
final class NormSumRelaxation {
    private static final DenseKernels KERNELS = Kernels.get();

    private final boolean turned;
    private final int width;
    private final int[] kept;
    private final double level;

    /** Whether nothing is left. */
    private final boolean empty;

    private final @Nullable ScaledRatioSearch search;

    /**
     * Takes a matrix.
     *
     * @param r R without padding; not changed
     * @param level τ, of which bounds below are of no use
     * @param budget pays for the Gram matrix; nothing is searched if it cannot
     */
    NormSumRelaxation(
            Panel r,
            BlockPenalty left,
            BlockPenalty right,
            double level,
            RelaxationBudget budget,
            Runnable checkpoint) {
        this.turned = !RatioSearch.isFree(left) && RatioSearch.isFree(right);
        BlockPenalty first = turned ? right : left;
        BlockPenalty second = turned ? left : right;
        double largest = KERNELS.maxAbs(r.data(), 0, r.data().length);
        this.width = turned ? r.rows() : r.columns();
        this.level = level;
        int exponent = largest > 0 ? Math.getExponent(largest) : 0;
        Panel z = ScaledRatioSearch.scaled(r, turned, exponent);
        double threshold = Rounding.down(Math.scalb(level, -exponent));
        int[] rows = kept(z, first, second, threshold, true);
        this.kept = kept(z, first, second, threshold, false);
        this.empty = rows.length == 0 || kept.length == 0;
        double gram = (double) rows.length * kept.length * kept.length;
        boolean applies =
                !empty
                        && gram <= budget.left()
                        && RatioSearch.applies(first, rows.length, kept.length);
        budget.spend(applies ? gram : 0);
        this.search =
                applies
                        ? new ScaledRatioSearch(
                                RatioSearch.ofNorms(selected(z, rows), first, second, checkpoint),
                                exponent)
                        : null;
    }

    /** Whether matrices of these gauges have relaxations beyond those of splits. */
    static boolean applies(BlockPenalty left, BlockPenalty right) {
        boolean signs = left.nonNegative() && right.nonNegative();
        return left.one() > 0 || right.one() > 0 || !signs;
    }

    /** The rows or columns whose dual gauge may exceed what the 1-norm of their side asks for. */
    private static int[] kept(
            Panel z, BlockPenalty left, BlockPenalty right, double level, boolean rows) {
        BlockPenalty own = rows ? left : right;
        DualNormBall ball = new DualNormBall(rows ? right : left);
        double least = Rounding.down(own.one() * level);
        int count = rows ? z.rows() : z.columns();
        double[] line = new double[rows ? z.columns() : z.rows()];
        int[] kept = new int[count];
        int size = 0;
        for (int k = 0; k < count; k++) {
            for (int l = 0; l < line.length; l++) {
                line[l] = rows ? z.get(k, l) : z.get(l, k);
            }
            if (!(least > 0 && ball.contains(line, least))) {
                kept[size++] = k;
            }
        }
        return Arrays.copyOf(kept, size);
    }

    private Panel selected(Panel z, int[] rows) {
        Panel out = Panel.wrap(new double[rows.length * kept.length], rows.length, kept.length, 0);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < kept.length; j++) {
                out.set(i, j, z.get(rows[i], kept[j]));
            }
        }
        return out;
    }

    /** The polar of R from above, every rounding error included. */
    double bound() {
        if (search == null) {
            return empty ? level : Double.POSITIVE_INFINITY;
        }
        return Math.max(level, search.bound());
    }

    /** Whether the left side was made the right one. */
    boolean isTurned() {
        return turned;
    }

    int factorizations() {
        return search == null ? 0 : search.search().factorizations();
    }

    /**
     * Improves the bound.
     *
     * @param target the bound that is sufficient
     * @param lower what the polar is at least
     * @param climb from vectors as columns, which are v, or u if {@link #isTurned}; returns the
     *     polar from below
     * @param improved hears of better bounds
     */
    void run(
            double target,
            double lower,
            RelaxationBudget budget,
            ToDoubleFunction<Panel> climb,
            Runnable improved) {
        ScaledRatioSearch open = search;
        if (open != null) {
            open.run(
                    target, lower, budget, starts -> climb.applyAsDouble(spread(starts)), improved);
        }
    }

    /** With zeros for what was left out. */
    private Panel spread(Panel starts) {
        Panel out = Panel.zeros(width, starts.columns());
        for (int i = 0; i < kept.length; i++) {
            for (int j = 0; j < starts.columns(); j++) {
                out.set(kept[i], j, starts.get(i, j));
            }
        }
        return out;
    }
}
