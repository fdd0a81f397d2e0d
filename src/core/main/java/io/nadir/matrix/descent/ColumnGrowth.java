package io.nadir.matrix.descent;

import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.solver.descent.Balancing;

import java.util.Arrays;

/**
 * Larger sizes for columns that are next to nothing beside the others.
 *
 * <p>An append gives a column the size that is best as long as all others stay as they are. Where λ
 * is tiny beside the weights of the entries, that is about λ/L: any more takes X off the entries,
 * which others have to make up for. They do in a sweep, but each multiplies a column by hardly more
 * than the polar, so that f shows nothing of it for a hundred sweeps. So sizes ten times as large,
 * a hundred times, and so on are tried here, each with the exact minimization over the other factor
 * that follows.
 */
final class ColumnGrowth {
    /** Size of a column, over that of the largest, below which it is next to nothing. */
    private static final double TINY = 1e-6;

    /** The same below which it is made of rounding errors. */
    private static final double NOISE = 0x1p-60;

    /** From one size that is tried to the next. */
    private static final double RATIO = 10;

    private final MatrixMap map;
    private final double lambda;
    private final Balancing balancing;

    /** At {@link #best}. */
    private double least;

    private Factors best;
    private Factors next;

    /**
     * Binds the problem.
     *
     * @param balancing its working memory is used
     */
    ColumnGrowth(MatrixMap map, double lambda, Balancing balancing) {
        this.map = map;
        this.lambda = lambda;
        this.balancing = balancing;
        this.best = Factors.empty(map.dimensions());
        this.next = best.copy();
    }

    /**
     * Replaces {@code w} by the best of the points that larger sizes of its tiny columns lead to,
     * if it has any; f does not rise. Costs a sweep for each power of ten that a column lacks.
     */
    void grow(Factors w) {
        double[] sizes = sizes(w);
        double largest = Arrays.stream(sizes).max().orElse(0);
        double small = Arrays.stream(sizes).filter(s -> s < TINY * largest).max().orElse(0);
        if (small <= NOISE * largest) {
            return;
        }
        least = Double.POSITIVE_INFINITY;
        for (double factor = 1; factor * small < largest; factor *= RATIO) {
            map.checkCancelled();
            attempt(w, sizes, TINY * largest, factor);
        }
        if (least < Double.POSITIVE_INFINITY) {
            w.set(best);
        }
    }

    private void attempt(Factors w, double[] sizes, double below, double factor) {
        next = w.copyInto(next);
        double[] scales = new double[sizes.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = sizes[i] < below ? Math.sqrt(factor) : 1;
        }
        Panels.scaleColumns(next.block(1), scales);
        map.minimizeBlock(next, 0, lambda);
        balancing.toNearest(next);
        double value = map.minimizeBlock(next, 1, lambda);
        double norm = Panels.frobenius(next.block(1));
        double nuclear = Arrays.stream(balancing.toNearest(next)).sum();
        double objective = value - 0.5 * lambda * norm * norm + lambda * nuclear;
        if (objective < least) {
            least = objective;
            Factors free = best;
            best = next;
            next = free;
        }
    }

    /** ‖u_i‖·‖v_i‖. */
    private static double[] sizes(Factors w) {
        double[] sizes = new double[w.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Panels.columnNorm(w.block(0), i) * Panels.columnNorm(w.block(1), i);
        }
        return sizes;
    }
}
