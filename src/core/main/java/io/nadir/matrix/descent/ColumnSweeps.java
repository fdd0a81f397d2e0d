package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Workers;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

/**
 * Exact minimization over the columns of one block of W, in turn, for {@link ColumnDescent}. Given
 * A and B, the rows of the block are problems of their own if the penalty is a sum over elements.
 * Then groups of rows are swept one after the other, each while it is in the cache and until it has
 * settled, or on several threads. Groups depend on the shape alone, so that results do not depend
 * on threads. The memory stays from step to step.
 */
final class ColumnSweeps {
    /** Rows of a group, and elements of its rows that stay in the cache. */
    private static final int MOST_ROWS = 256;

    private static final int LEAST_ROWS = 64;
    private static final int CACHED = 1 << 15;

    /** Columns whose sums over all others are made at once where all rows are swept together. */
    private static final int BLOCK = 8;

    /** Operations of a sweep that are worth another thread. */
    private static final double WORTH = 2.5e5;

    private final Objective<MatrixMap> objective;
    private final DataProducts data;
    private final PanelProducts products;
    private final int k;
    private final int rows;
    private final boolean separable;
    private final Workers.Task task = this::minimizeGroups;

    /** A = YV or YᵀU. */
    private Panel product = Panel.zeros(0, 0);

    /** B, the Gram matrix of the other block. */
    private Panel gram = product;

    /** The block to be changed. */
    private Panel block = product;

    private double[] weights = new double[0];
    private RowSweeps[] groups = {};
    private int groupSize;
    private int tasks;

    /**
     * Makes sweeps over a block.
     *
     * @param data Y, or what stands for it
     * @param k the block, 0 or 1
     */
    ColumnSweeps(Objective<MatrixMap> objective, DataProducts data, PanelProducts products, int k) {
        this.objective = objective;
        this.data = data;
        this.products = products;
        this.k = k;
        this.rows = objective.map().dimensions().get(k);
        BlockPenalty form = objective.regularizer().blockPenalty(k);
        this.separable = form != null && form.isSeparable();
    }

    /** YV or YᵀU at the last {@link #minimize}. */
    Panel product() {
        return product;
    }

    /** The Gram matrix of the other block when it was last made. */
    Panel gram() {
        return gram;
    }

    /** Makes the Gram matrix of the other block of {@code w}. */
    Panel makeGram(Factors w) {
        Panel other = w.block(1 - k);
        gram = Panels.fit(gram, other.columns(), other.columns());
        products.transposeMultiplyInto(other, other, gram);
        return gram;
    }

    /** Minimizes over all columns of block k of {@code w}; one pass over the data. */
    void minimize(Factors w) {
        multiplyData(w);
        makeGram(w);
        makeWeights(w);
        cut(w.rank());
        block = w.block(k);
        boolean shared = 2.0 * rows * w.rank() * w.rank() >= WORTH;
        tasks = shared ? groups.length : 1;
        objective.map().runTasks(tasks, task);
    }

    private void minimizeGroups(int index, Workers.Context context) {
        for (int i = index; i < groups.length; i += tasks) {
            groups[i].minimize(block, product, gram, weights, context);
        }
    }

    private void multiplyData(Factors w) {
        product = Panels.fit(product, w.block(k).rows(), w.rank());
        if (k == 0) {
            data.multiplyInto(w.block(1), product);
        } else {
            data.transposeMultiplyInto(w.block(0), product);
        }
    }

    private void makeWeights(Factors w) {
        weights = weights.length < w.rank() ? new double[w.rank()] : weights;
        for (int i = 0; i < w.rank(); i++) {
            double square = gram.get(i, i);
            weights[i] =
                    square >= RowSweeps.SMALLEST_SQUARE
                            ? objective.lambda() * objective.regularizer().price(w, k, i) / square
                            : 0;
        }
    }

    /** Cuts the rows into groups of a size that depends on the shape alone. */
    private void cut(int rank) {
        int most = Math.clamp(CACHED / Math.max(1, rank), LEAST_ROWS, MOST_ROWS);
        // What kernels do at once divides it.
        int size = separable ? most - most % LEAST_ROWS : rows;
        if (size == groupSize) {
            return;
        }
        groupSize = size;
        groups = new RowSweeps[Math.ceilDiv(rows, size)];
        for (int i = 0; i < groups.length; i++) {
            int from = i * size;
            int length = Math.min(size, rows - from);
            int width = separable ? Integer.MAX_VALUE : BLOCK;
            groups[i] = new RowSweeps(objective.regularizer(), k, from, length, width);
        }
    }
}
