package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Workers;
import io.nadir.model.Regularizer;

import java.util.Arrays;

/**
 * Exact minimization over the columns of some rows of a block of W, in turn, for {@link
 * ColumnSweeps}. The memory stays from call to call; it is allocated anew when the rank needs more.
 */
final class RowSweeps {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Sweeps for each A, at most. */
    private static final int MOST_SWEEPS = 8;

    /** Sweeps end when one changes the rows by less than this share of the first one. */
    private static final double SETTLED = 0.1;

    /**
     * Square of the norm of a column below which its partner is 0: a quotient by it might overflow,
     * and what the partner takes from f is below any rounding.
     */
    static final double SMALLEST_SQUARE = 0x1p-900;

    private final Regularizer theta;
    private final int k;
    private final int from;
    private final int length;
    private final int width;
    private final double[] column;

    /** The transposes of A and of the rows: a column is contiguous. */
    private Panel target = Panel.zeros(0, 0);

    private Panel columns = target;

    /** What the sums over the columns outside a block leave of the target, and their factors. */
    private Panel rest = target;

    private Panel factors = target;

    /** Minus a row of B. */
    private double[] multiples = new double[0];

    /**
     * Makes sweeps over rows of block k.
     *
     * @param from the first of the rows
     * @param rows how many there are: all, unless the penalty is a sum over elements
     * @param width columns whose sums over all others are made at once, as a product of panels
     */
    RowSweeps(Regularizer theta, int k, int from, int rows, int width) {
        this.theta = theta;
        this.k = k;
        this.from = from;
        this.length = rows;
        this.width = width;
        this.column = new double[rows];
    }

    /**
     * Minimizes over all columns of the rows of {@code block}.
     *
     * @param product A, all rows of it
     * @param gram B
     * @param weights those of the penalty, for each column
     */
    void minimize(
            Panel block, Panel product, Panel gram, double[] weights, Workers.Context context) {
        int rank = block.columns();
        columns = Panels.fit(columns, rank, length);
        target = Panels.fit(target, rank, length);
        multiples = multiples.length < rank ? new double[rank] : multiples;
        Panels.transposeRowsInto(block, from, columns);
        Panels.transposeRowsInto(product, from, target);
        double first = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            context.checkCancelled();
            double change = sweep(gram, weights, context);
            first = sweep == 0 ? change : first;
            if (change <= SETTLED * SETTLED * first) {
                break;
            }
        }
        Panels.transposeIntoRows(columns, block, from);
    }

    /** Minimizes over each column once; returns the square of the distance. */
    private double sweep(Panel gram, double[] weights, Workers.Context context) {
        double change = 0;
        int rank = columns.rows();
        int step = Math.min(width, rank);
        for (int first = 0; first < rank; first += step) {
            int end = Math.min(first + step, rank);
            boolean whole = end - first == rank;
            Panel goal = whole ? target : withoutOthers(gram, first, end, context);
            for (int i = first; i < end; i++) {
                minimize(i, goal, whole ? i : i - first, first, end, gram);
                theta.prox(k, weights[i], column, 0, 1, length);
                int at = i * columns.stride();
                change += KERNELS.replace(column, 0, columns.data(), at, length);
            }
        }
        return change;
    }

    /** The target of the columns of a block, less the sums over all columns outside of it. */
    private Panel withoutOthers(Panel gram, int first, int end, Workers.Context context) {
        int count = end - first;
        rest = Panels.fit(rest, width, length);
        factors = Panels.fit(factors, width, columns.rows());
        for (int i = 0; i < count; i++) {
            int at = (first + i) * target.stride();
            System.arraycopy(target.data(), at, rest.data(), i * rest.stride(), length);
            for (int j = 0; j < columns.rows(); j++) {
                factors.set(i, j, j < first || j >= end ? -gram.get(j, first + i) : 0);
            }
        }
        KERNELS.multiplyAdd(factors, 0, count, columns, rest, context.scratch());
        return rest;
    }

    /**
     * column ← the minimizer over column i without a penalty; 0 where its partner is, or all but
     * is.
     *
     * @param goal has the target in row {@code row}, less the sums over columns outside of {@code
     *     first} to {@code end}
     */
    private void minimize(int i, Panel goal, int row, int first, int end, Panel gram) {
        double square = gram.get(i, i);
        if (!(square >= SMALLEST_SQUARE)) {
            Arrays.fill(column, 0);
            return;
        }
        System.arraycopy(goal.data(), row * goal.stride(), column, 0, length);
        for (int j = first; j < end; j++) {
            multiples[j] = -gram.get(j, i);
        }
        addMultiples(first, i);
        addMultiples(i + 1, end);
        KERNELS.scale(1 / square, column, 0, length);
    }

    private void addMultiples(int first, int end) {
        KERNELS.addMultiples(
                multiples, first, end, columns.data(), 0, columns.stride(), column, 0, length);
    }
}
