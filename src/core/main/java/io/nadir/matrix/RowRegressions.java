package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import org.jspecify.annotations.Nullable;

/**
 * Least squares over observed entries, with or without weights: each row of a factor is a ridge
 * regression of its own. Warm calls on one thread allocate nothing.
 */
final class RowRegressions implements BlockMinimizer {
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SparseEntries places;
    private final double[] values;
    private final double @Nullable [] weights;
    private final Workers workers;
    private final @Nullable Side[] sides = new Side[2];

    /**
     * Takes the data.
     *
     * @param places the positions of the entries; their own values are not used
     * @param values the values in the order of the rows, not copied
     * @param weights the weights in the order of the rows, not copied; null for weights of 1
     */
    RowRegressions(
            SparseEntries places, double[] values, double @Nullable [] weights, Workers workers) {
        this.places = places;
        this.values = values;
        this.weights = weights;
        this.workers = workers;
    }

    @Override
    public double minimize(Factors w, int k, double lambda) {
        Side side = sides[k];
        if (side == null) {
            side = newSide(k);
            sides[k] = side;
        }
        return side.execute(w.block(k), w.block(1 - k), lambda);
    }

    /** Returns the same regressions for Y less the product of {@code fixed}. */
    RowRegressions beside(Factors fixed) {
        double[] rest = new double[values.length];
        CompressedRows rows = places.byRow();
        EntryPlan plan = new EntryPlan(rows);
        workers.run(
                plan.size(),
                (chunk, context) -> {
                    int from = plan.from(chunk);
                    int to = plan.to(chunk);
                    KERNELS.sampledProduct(rows, from, to, fixed.block(0), fixed.block(1), rest);
                    for (int e = rows.starts()[from]; e < rows.starts()[to]; e++) {
                        rest[e] = values[e] - rest[e];
                    }
                });
        return new RowRegressions(places, rest, weights, workers);
    }

    private Side newSide(int k) {
        if (k == 0) {
            return new Side(places.byRow(), values, weights);
        }
        int[] numbers = places.numbers();
        return new Side(
                places.byColumn(),
                SparseEntries.take(values, numbers),
                SparseEntries.takeIfPresent(weights, numbers));
    }

    /** The regressions of all rows of one factor. */
    private final class Side implements Workers.Task {
        private final CompressedRows rows;
        private final EntryPlan plan;
        private final double[] data;
        private final double @Nullable [] entryWeights;
        private final double[] minima;
        private Panel block = Panel.zeros(0, 0);
        private Panel other = block;
        private double lambda;

        Side(CompressedRows rows, double[] data, double @Nullable [] entryWeights) {
            this.rows = rows;
            this.plan = new EntryPlan(rows);
            this.data = data;
            this.entryWeights = entryWeights;
            this.minima = new double[plan.size()];
        }

        double execute(Panel target, Panel fixed, double regularization) {
            block = target;
            other = fixed;
            lambda = regularization;
            workers.run(plan.size(), this);
            double sum = 0;
            for (double minimum : minima) {
                sum += minimum;
            }
            return sum;
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            minima[chunk] =
                    KERNELS.leastSquares(
                            rows,
                            data,
                            entryWeights,
                            plan.from(chunk),
                            plan.to(chunk),
                            lambda,
                            other,
                            block,
                            context.scratch());
        }
    }
}
