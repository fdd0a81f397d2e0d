package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import org.jspecify.annotations.Nullable;

/**
 * Least squares over all entries of a weighted sparse matrix: each row of a factor is a ridge
 * regression of its own, with the matrix a_i·VᵀBV + Σ (w − ab)·vvᵀ, where the sum goes over the
 * listed entries (Hu, Koren and Volinsky 2008). A sweep over a factor costs about r² flops for each
 * listed entry and r³/3 for each row; far less for rows with few entries ({@link FewEntryRows}).
 */
final class ShiftedRegressions implements BlockMinimizer {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SparseEntries places;

    /** w − ab. */
    private final double[] shifts;

    /** w·y, less (w − ab)·f where an f is fixed. */
    private final double[] targets;

    private final double[][] sideWeights;
    private final Workers workers;

    /** Σ ½·weight·y² over all entries, where y is what is left of Y. */
    private final double constant;

    /** What is fixed beside the factors; null if nothing is. */
    private final @Nullable Factors fixed;

    private final @Nullable Side[] sides = new Side[2];

    /**
     * Takes the data.
     *
     * @param base ab at the listed entries
     */
    ShiftedRegressions(WeightedSparseMatrix data, double[] base, Workers workers) {
        SparseEntries y = data.entries();
        double[] weights = data.weights();
        this.places = y;
        this.shifts = differences(weights, base);
        this.targets = new double[weights.length];
        double sum = 0;
        for (int e = 0; e < targets.length; e++) {
            targets[e] = weights[e] * y.values()[e];
            sum += targets[e] * y.values()[e];
        }
        this.constant = 0.5 * sum;
        this.sideWeights = new double[][] {data.rowWeights(), data.columnWeights()};
        this.workers = workers;
        this.fixed = null;
    }

    private ShiftedRegressions(
            ShiftedRegressions all, double[] targets, double constant, Factors fixed) {
        this.places = all.places;
        this.shifts = all.shifts;
        this.targets = targets;
        this.sideWeights = all.sideWeights;
        this.workers = all.workers;
        this.constant = constant;
        this.fixed = fixed;
    }

    static double[] differences(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int e = 0; e < out.length; e++) {
            out[e] = a[e] - b[e];
        }
        return out;
    }

    /**
     * Returns the same regressions for Y less the product of {@code other}.
     *
     * @param value ℓ at {@code other}
     */
    ShiftedRegressions beside(Factors other, double value) {
        double[] rest = new double[targets.length];
        CompressedRows rows = places.byRow();
        EntryPlan plan = new EntryPlan(rows);
        workers.run(
                plan.size(),
                (chunk, context) -> {
                    int from = plan.from(chunk);
                    int to = plan.to(chunk);
                    KERNELS.sampledProduct(rows, from, to, other.block(0), other.block(1), rest);
                    for (int e = rows.starts()[from]; e < rows.starts()[to]; e++) {
                        rest[e] = targets[e] - shifts[e] * rest[e];
                    }
                });
        return new ShiftedRegressions(this, rest, value, other.copy());
    }

    @Override
    public double minimize(Factors w, int k, double lambda) {
        Side side = sides[k];
        if (side == null) {
            side = new Side(k);
            sides[k] = side;
        }
        return constant + side.execute(w.block(k), w.block(1 - k), lambda);
    }

    /** The regressions of all rows of one factor. */
    private final class Side implements Workers.Task {
        private final int k;
        private final CompressedRows rows;
        private final double[] sideShifts;
        private final double[] sideTargets;
        private final SparseProducts targetProducts;
        private final PanelProducts products = new PanelProducts();
        private final double[] minima;
        private Panel block = Panel.zeros(0, 0);
        private Panel other = block;
        private Panel weighted = block;
        private Panel base = block;
        private Panel right = block;
        private double lambda;

        /** The same rows in other coordinates, if that pays. */
        private @Nullable FewEntryRows few;

        Side(int k) {
            boolean ofRows = k == 0;
            int[] numbers = places.numbers();
            this.k = k;
            this.rows = ofRows ? places.byRow() : places.byColumn();
            this.sideShifts = ofRows ? shifts : SparseEntries.take(shifts, numbers);
            this.sideTargets = ofRows ? targets : SparseEntries.take(targets, numbers);
            this.targetProducts = new SparseProducts(rows, workers);
            this.minima = new double[targetProducts.plan().size()];
        }

        double execute(Panel target, Panel against, double regularization) {
            block = target;
            other = against;
            lambda = regularization;
            int r = against.columns();
            weighted = WeightedGradient.weighted(against, sideWeights[1 - k], weighted);
            base = Panels.fit(base, r, r);
            products.transposeMultiplyInto(weighted, against, base);
            right = Panels.fit(right, rows.rows(), r);
            targetProducts.multiply(sideTargets, against, right);
            subtractFixed();
            few =
                    FewEntryRows.pays(rows, r)
                            ? new FewEntryRows(
                                    rows,
                                    sideShifts,
                                    sideWeights[k],
                                    lambda,
                                    base,
                                    right,
                                    against,
                                    target,
                                    products)
                            : null;
            workers.run(minima.length, this);
            if (few != null) {
                few.store(target, products);
            }
            double sum = 0;
            for (double minimum : minima) {
                sum += minimum;
            }
            return sum;
        }

        /** Right ← right − A·P·(QᵀBV), with P·Qᵀ the product that is fixed. */
        private void subtractFixed() {
            Factors beside = fixed;
            if (beside == null) {
                return;
            }
            Panel mixed = products.transposeMultiply(beside.block(1 - k), weighted);
            Panel product = products.multiply(beside.block(k), mixed);
            for (int i = 0; i < product.rows(); i++) {
                DENSE.axpy(
                        -sideWeights[k][i],
                        product.data(),
                        i * product.stride(),
                        right.data(),
                        i * right.stride(),
                        product.columns());
            }
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            EntryPlan plan = targetProducts.plan();
            FewEntryRows rotated = few;
            if (rotated != null) {
                minima[chunk] =
                        rotated.minimize(plan.from(chunk), plan.to(chunk), context.scratch());
                return;
            }
            minima[chunk] =
                    KERNELS.shiftedLeastSquares(
                            rows,
                            sideShifts,
                            plan.from(chunk),
                            plan.to(chunk),
                            lambda,
                            base,
                            sideWeights[k],
                            right,
                            other,
                            block,
                            context.scratch());
        }
    }
}
