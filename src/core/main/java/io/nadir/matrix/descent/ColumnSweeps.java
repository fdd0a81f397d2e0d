package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import java.util.Arrays;

/**
 * Exact minimization over the columns of one block of W, in turn, for {@link ColumnDescent}. The
 * memory stays from step to step; it is allocated anew when the rank needs another stride.
 */
final class ColumnSweeps {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Sweeps for each A, at most. */
    private static final int MOST_SWEEPS = 8;

    /** Columns whose sums over all others are made at once, as a product of panels. */
    private static final int BLOCK = 8;

    /** Sweeps end when one changes the block by less than this share of the first one. */
    private static final double SETTLED = 0.1;

    /**
     * Square of the norm of a column below which its partner is 0: a quotient by it might overflow,
     * and what the partner takes from f is below any rounding.
     */
    private static final double SMALLEST_SQUARE = 0x1p-900;

    private final Objective<MatrixMap> objective;
    private final DataProducts data;
    private final PanelProducts products;
    private final int k;

    /** A = YV or YᵀU. */
    private Panel product = Panel.zeros(0, 0);

    /** B, the Gram matrix of the other block. */
    private Panel gram = product;

    /** The transposes of A and of the block: a column is contiguous. */
    private Panel target = product;

    private Panel columns = product;

    /** What the sums over the columns outside a block leave of the target, and their factors. */
    private Panel rest = product;

    private Panel factors = product;
    private double[] weights = new double[0];
    private final double[] column;

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
        this.column = new double[objective.map().dimensions().get(k)];
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
        shape(w);
        Panels.transposeInto(w.block(k), columns);
        Panels.transposeInto(product, target);
        for (int i = 0; i < w.rank(); i++) {
            double square = gram.get(i, i);
            weights[i] =
                    square >= SMALLEST_SQUARE
                            ? objective.lambda() * objective.regularizer().price(w, k, i) / square
                            : 0;
        }
        sweep();
        Panels.transposeInto(columns, w.block(k));
    }

    private void multiplyData(Factors w) {
        product = Panels.fit(product, w.block(k).rows(), w.rank());
        if (k == 0) {
            data.multiplyInto(w.block(1), product);
        } else {
            data.transposeMultiplyInto(w.block(0), product);
        }
    }

    private void shape(Factors w) {
        columns = Panels.fit(columns, w.rank(), column.length);
        target = Panels.fit(target, w.rank(), column.length);
        weights = weights.length < w.rank() ? new double[w.rank()] : weights;
    }

    private void sweep() {
        double first = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            data.checkCancelled();
            double change = 0;
            for (int from = 0; from < columns.rows(); from += BLOCK) {
                int to = Math.min(from + BLOCK, columns.rows());
                Panel goal = columns.rows() > BLOCK ? withoutOthers(from, to) : target;
                for (int i = from; i < to; i++) {
                    minimize(i, goal, columns.rows() > BLOCK ? i - from : i, from, to);
                    change += replace(i);
                }
            }
            first = sweep == 0 ? change : first;
            if (change <= SETTLED * SETTLED * first) {
                break;
            }
        }
    }

    /** The target of the columns of a block, less the sums over all columns outside of it. */
    private Panel withoutOthers(int from, int to) {
        int count = to - from;
        rest = Panels.fit(rest, BLOCK, column.length);
        factors = Panels.fit(factors, BLOCK, columns.rows());
        for (int i = 0; i < count; i++) {
            int at = (from + i) * target.stride();
            System.arraycopy(target.data(), at, rest.data(), i * rest.stride(), column.length);
            for (int j = 0; j < columns.rows(); j++) {
                factors.set(i, j, j < from || j >= to ? -gram.get(j, from + i) : 0);
            }
        }
        KERNELS.multiplyAdd(factors, 0, count, columns, rest, products.scratch());
        return rest;
    }

    /**
     * column ← the minimizer over column i; 0 where its partner is, or all but is.
     *
     * @param goal has the target in row {@code row}, less the sums over columns outside of {@code
     *     from} to {@code to}
     */
    private void minimize(int i, Panel goal, int row, int from, int to) {
        int length = column.length;
        double square = gram.get(i, i);
        if (!(square >= SMALLEST_SQUARE)) {
            Arrays.fill(column, 0);
            return;
        }
        System.arraycopy(goal.data(), row * goal.stride(), column, 0, length);
        for (int j = from; j < to; j++) {
            double coefficient = gram.get(j, i);
            if (j != i && coefficient != 0) {
                KERNELS.axpy(-coefficient, columns.data(), j * columns.stride(), column, 0, length);
            }
        }
        KERNELS.scale(1 / square, column, 0, length);
        objective.regularizer().prox(k, weights[i], column, 0, 1, length);
    }

    /** Column i ← the new one; returns the square of the distance. */
    private double replace(int i) {
        double[] to = columns.data();
        int at = i * columns.stride();
        KERNELS.axpy(-1, column, 0, to, at, column.length);
        double change = KERNELS.dot(to, at, to, at, column.length);
        System.arraycopy(column, 0, to, at, column.length);
        return change;
    }
}
