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
 * <p>If ℓ(0, x) is linear, with slope β, the entries that are 0 need no list: with weights a_i·b_j
 * they have β·a_i·Σ_j b_j·x_ij, as all others have, which then have w·ℓ(y, x) − β·a_i·b_j·x.
 */
final class CoordinateSweeps {
    /** Entries that are copied, at most. */
    static final long LARGEST = 1L << 27;

    /** Sweeps over the coordinates of a row. */
    private static final int SWEEPS = 2;

    private final Loss loss;
    private final Workers workers;

    private final Side left;
    private final Side right;

    /**
     * Takes entries.
     *
     * @param entries those that are not zero, or all of them
     * @param weights in the order of the rows, not copied; null for weights of 1
     * @param zeros the entries that are not listed; null if these are unknown
     */
    CoordinateSweeps(
            Loss loss,
            SparseEntries entries,
            double @Nullable [] weights,
            @Nullable Zeros zeros,
            Workers workers) {
        this.loss = loss;
        this.workers = workers;
        this.left = new Side(entries.byRow(), entries.values(), weights, zeros);
        this.right =
                new Side(
                        entries.byColumn(),
                        entries.valuesByColumn(),
                        SparseEntries.takeIfPresent(weights, entries.numbers()),
                        zeros == null ? null : zeros.transposed());
    }

    /**
     * Entries that are not listed, and are 0.
     *
     * @param slope β
     * @param rowWeights a, and {@code columnWeights} b; both null if all are 1
     */
    record Zeros(double slope, double @Nullable [] rowWeights, double @Nullable [] columnWeights) {
        static Zeros ofWeightOne(double slope) {
            return new Zeros(slope, null, null);
        }

        private Zeros transposed() {
            return new Zeros(slope, columnWeights, rowWeights);
        }

        /** β·a_i·b_j of an entry. */
        private double slope(int i, int j) {
            return rowWeights == null || columnWeights == null
                    ? slope
                    : slope * rowWeights[i] * columnWeights[j];
        }

        /** {@code first} + β·Σ_j b_j·v_jc. */
        private double addTo(double first, Panel v, int c) {
            double sum = first;
            for (int j = 0; j < v.rows(); j++) {
                double slopes = columnWeights == null ? slope : slope * columnWeights[j];
                sum += slopes * v.get(j, c);
            }
            return sum;
        }
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
                unlisted ? Zeros.ofWeightOne(map.loss().derivative(0, 0)) : null,
                workers);
    }

    /** See {@link MatrixMap#sweepCoordinates}. */
    void sweep(Factors w, int k, double[] square, double[] penalty) {
        (k == 0 ? left : right).execute(w.block(k), w.block(1 - k), square, penalty);
    }

    /** The rows of one factor. */
    private final class Side implements Workers.Task {
        private final CompressedRows rows;
        private final EntryPlan plan;
        private final double[] data;
        private final double @Nullable [] weights;
        private final @Nullable Zeros zeros;
        private Panel block = Panel.zeros(0, 0);
        private Panel other = block;
        private double[] square = new double[0];
        private double[] penalty = new double[0];

        /** β·Σ_j b_j·x_j of each column; with the penalty, if all rows have weight 1. */
        private double[] sums = new double[0];

        Side(
                CompressedRows rows,
                double[] data,
                double @Nullable [] weights,
                @Nullable Zeros zeros) {
            this.rows = rows;
            this.plan = new EntryPlan(rows);
            this.data = data;
            this.weights = weights;
            this.zeros = zeros;
        }

        void execute(Panel target, Panel fixed, double[] quadratic, double[] linear) {
            block = target;
            other = fixed;
            square = quadratic;
            penalty = linear;
            if (sums.length < target.columns()) {
                sums = new double[target.columns()];
            }
            for (int c = 0; c < target.columns(); c++) {
                double first = isWeighted() ? 0 : linear[c];
                sums[c] = zeros == null ? first : zeros.addTo(first, fixed, c);
            }
            workers.run(plan.size(), this);
        }

        private boolean isWeighted() {
            return zeros != null && zeros.rowWeights != null;
        }

        private double linear(int i, int c) {
            return zeros != null && zeros.rowWeights != null
                    ? penalty[c] + zeros.rowWeights[i] * sums[c]
                    : sums[c];
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
            double[] slopes = scratch.array(2, count);
            gather(i, first, count, columns, x);
            for (int e = 0; e < count; e++) {
                slopes[e] = zeros == null ? 0 : zeros.slope(i, rows.indices()[first + e]);
            }
            CoordinateStep step = new CoordinateStep(loss, slopes, data, weights, first, count, x);
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                for (int c = 0; c < rank; c++) {
                    double before = block.get(i, c);
                    double linear = linear(i, c);
                    block.set(i, c, step.minimize(before, columns, c * count, square[c], linear));
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
