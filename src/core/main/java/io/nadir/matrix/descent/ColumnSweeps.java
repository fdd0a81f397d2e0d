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

    /** Sweeps end when one changes the block by less than this share of the first one. */
    private static final double SETTLED = 0.1;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final PanelProducts products;
    private final int k;

    /** Factors without columns, and products with them. */
    private final Factors none;

    /** A = YV or YᵀU. */
    private Panel product = Panel.zeros(0, 0);

    /** B, the Gram matrix of the other block. */
    private Panel gram = product;

    /** The transposes of A and of the block: a column is contiguous. */
    private Panel target = product;

    private Panel columns = product;
    private double[] weights = new double[0];
    private final double[] column;

    /**
     * Makes sweeps over a block.
     *
     * @param k the block, 0 or 1
     */
    ColumnSweeps(Objective<MatrixMap> objective, PanelProducts products, int k) {
        this.objective = objective;
        this.map = objective.map();
        this.products = products;
        this.k = k;
        this.none = Factors.empty(map.rows(), map.columns());
        this.column = new double[none.block(k).rows()];
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
                    square > 0
                            ? objective.lambda() * objective.regularizer().price(w, k, i) / square
                            : 0;
        }
        sweep();
        Panels.transposeInto(columns, w.block(k));
    }

    private void multiplyData(Factors w) {
        product = Panels.fit(product, w.block(k).rows(), w.rank());
        if (k == 0) {
            map.multiplyData(w.block(1), none.block(0), product, none.block(1));
        } else {
            map.multiplyData(none.block(1), w.block(0), none.block(0), product);
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
            map.checkCancelled();
            double change = 0;
            for (int i = 0; i < columns.rows(); i++) {
                minimize(i);
                change += replace(i);
            }
            first = sweep == 0 ? change : first;
            if (change <= SETTLED * SETTLED * first) {
                break;
            }
        }
    }

    /** column ← the minimizer over column i; 0 where its partner is. */
    private void minimize(int i) {
        int length = column.length;
        double square = gram.get(i, i);
        if (!(square > 0)) {
            Arrays.fill(column, 0);
            return;
        }
        System.arraycopy(target.data(), i * target.stride(), column, 0, length);
        for (int j = 0; j < columns.rows(); j++) {
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
        double[] data = columns.data();
        int at = i * columns.stride();
        KERNELS.axpy(-1, column, 0, data, at, column.length);
        double change = KERNELS.dot(data, at, data, at, column.length);
        System.arraycopy(column, 0, data, at, column.length);
        return change;
    }
}
