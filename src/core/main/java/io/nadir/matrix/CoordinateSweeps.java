package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * {@link MatrixMap#sweepCoordinates} for the entries of a matrix, in the order of its rows and of
 * its columns: each row of a factor is a convex problem of its own (Hsieh &amp; Dhillon, KDD 2011).
 *
 * <p>If all entries count alike and ℓ(0, x) is linear, with slope b, the entries that are 0 need no
 * list: they have b·Σ_j x_ij, as all others have, which then have ℓ(y, x) − b·x.
 */
final class CoordinateSweeps {
    /** Entries that are copied, at most. */
    static final long LARGEST = 1L << 27;

    /** Sweeps over the coordinates of a row. */
    private static final int SWEEPS = 2;

    private final Loss loss;
    private final Workers workers;

    /** b, if entries that are not listed count; otherwise 0. */
    private final double base;

    private final Side left;
    private final Side right;
    private double[] linear = new double[0];

    /**
     * Takes entries.
     *
     * @param entries those that are not zero, or all of them
     * @param weights in the order of the rows, not copied; null for weights of 1
     * @param base the slope of the loss of entries that are not listed; 0 if these are unknown
     */
    CoordinateSweeps(
            Loss loss,
            SparseEntries entries,
            double @Nullable [] weights,
            double base,
            Workers workers) {
        this.loss = loss;
        this.workers = workers;
        this.base = base;
        this.left = new Side(entries.byRow(), entries.values(), weights);
        this.right =
                new Side(
                        entries.byColumn(),
                        entries.valuesByColumn(),
                        SparseEntries.takeIfPresent(weights, entries.numbers()));
    }

    /** Takes the entries of a dense matrix; those of weight 0 are left out. */
    static CoordinateSweeps ofDense(MatrixMap map, boolean weighted, Workers workers) {
        boolean unlisted = !weighted && map.loss().isLinearAtZero();
        Collection all = new Collection(unlisted);
        Factors zero = Factors.empty(map.dimensions());
        map.visitEntries(zero, false, all::count);
        all.allocate();
        map.visitEntries(zero, false, all::add);
        return new CoordinateSweeps(
                map.loss(),
                all.entries(map.rows(), map.columns()),
                weighted ? all.weights : null,
                unlisted ? map.loss().derivative(0, 0) : 0,
                workers);
    }

    /** See {@link MatrixMap#sweepCoordinates}. */
    void sweep(Factors w, int k, double[] square, double[] penalty) {
        Panel other = w.block(1 - k);
        if (linear.length < w.rank()) {
            linear = new double[w.rank()];
        }
        for (int c = 0; c < w.rank(); c++) {
            linear[c] = penalty[c];
            for (int j = 0; base != 0 && j < other.rows(); j++) {
                linear[c] += base * other.get(j, c);
            }
        }
        (k == 0 ? left : right).execute(w.block(k), other, square);
    }

    /** The rows of one factor. */
    private final class Side implements Workers.Task {
        private final CompressedRows rows;
        private final EntryPlan plan;
        private final double[] data;
        private final double @Nullable [] weights;
        private Panel block = Panel.zeros(0, 0);
        private Panel other = block;
        private double[] square = new double[0];

        Side(CompressedRows rows, double[] data, double @Nullable [] weights) {
            this.rows = rows;
            this.plan = new EntryPlan(rows);
            this.data = data;
            this.weights = weights;
        }

        void execute(Panel target, Panel fixed, double[] quadratic) {
            block = target;
            other = fixed;
            square = quadratic;
            workers.run(plan.size(), this);
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            for (int i = plan.from(chunk); i < plan.to(chunk); i++) {
                context.checkCancelled();
                sweep(i, context.scratch());
            }
        }

        private void sweep(int i, Scratch scratch) {
            int first = rows.starts()[i];
            int count = rows.starts()[i + 1] - first;
            int rank = block.columns();
            double[] columns = scratch.array(0, Math.multiplyExact(rank, count));
            double[] x = scratch.array(1, count);
            gather(i, first, count, columns, x);
            CoordinateStep step = new CoordinateStep(loss, base, data, weights, first, count, x);
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                for (int c = 0; c < rank; c++) {
                    double before = block.get(i, c);
                    double after = step.minimize(before, columns, c * count, square[c], linear[c]);
                    block.set(i, c, after);
                }
            }
        }

        /** The columns of the other factor at the entries of a row, one after another, and X. */
        private void gather(int i, int first, int count, double[] columns, double[] x) {
            Arrays.fill(x, 0, count, 0);
            for (int c = 0; c < block.columns(); c++) {
                double u = block.get(i, c);
                int at = c * count;
                for (int e = 0; e < count; e++) {
                    double v = other.get(rows.indices()[first + e], c);
                    columns[at + e] = v;
                    x[e] += u * v;
                }
            }
        }
    }

    /** Triplets of the entries of a map. */
    private static final class Collection {
        private final boolean withoutZeros;
        private int count;
        private int at;
        private int[] rows = new int[0];
        private int[] columns = rows;
        private double[] data = new double[0];
        private double[] weights = data;

        Collection(boolean withoutZeros) {
            this.withoutZeros = withoutZeros;
        }

        private boolean takes(EntryRow row, int k) {
            return row.weight(k) > 0 && !(withoutZeros && row.datum(k) == 0);
        }

        void count(EntryRow row) {
            for (int k = 0; k < row.count(); k++) {
                count += takes(row, k) ? 1 : 0;
            }
        }

        void allocate() {
            rows = new int[count];
            columns = new int[count];
            data = new double[count];
            weights = new double[count];
        }

        void add(EntryRow row) {
            for (int k = 0; k < row.count(); k++) {
                if (takes(row, k)) {
                    rows[at] = row.index();
                    columns[at] = row.column(k);
                    data[at] = row.datum(k);
                    weights[at] = row.weight(k);
                    at++;
                }
            }
        }

        SparseEntries entries(int m, int n) {
            int[] order = new int[count];
            Arrays.setAll(order, e -> e);
            return SparseEntries.of(m, n, rows, columns, data, order);
        }
    }
}
