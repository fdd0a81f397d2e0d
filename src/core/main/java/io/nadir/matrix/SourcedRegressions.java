package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import java.util.Arrays;

/**
 * Least squares over entries from a source: each row of a factor is a ridge regression of its own.
 * The rows of U take one pass; those of V take one for each group of columns that is collected.
 */
final class SourcedRegressions implements BlockMinimizer {
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SourcedMatrixMap map;
    private final CollectedColumns columns;
    private final Workers workers;

    /** What is subtracted from Y. */
    private final Factors fixed;

    SourcedRegressions(SourcedMatrixMap map, CollectedColumns columns, Workers workers) {
        this(map, columns, workers, Factors.empty(map.dimensions()));
    }

    private SourcedRegressions(
            SourcedMatrixMap map, CollectedColumns columns, Workers workers, Factors fixed) {
        this.map = map;
        this.columns = columns;
        this.workers = workers;
        this.fixed = fixed;
    }

    /** Returns the same regressions for Y less the product of {@code other}. */
    SourcedRegressions beside(Factors other) {
        return new SourcedRegressions(map, columns, workers, other.copy());
    }

    @Override
    public double minimize(Factors w, int k, double lambda) {
        return k == 0
                ? minimizeRows(w.block(0), w.block(1), lambda)
                : minimizeColumns(w.block(1), w.block(0), lambda);
    }

    private double minimizeRows(Panel u, Panel v, double lambda) {
        return map.sumOverSlices((slice, context) -> {
            Panel block = slice.factor(u);
            double value =
                    KERNELS.leastSquares(
                            slice.places(),
                            differences(slice),
                            slice.weights(),
                            0,
                            slice.count(),
                            lambda,
                            v,
                            block,
                            context.scratch());
            slice.store(block, u);
            return value;
        });
    }

    private double[] differences(EntrySlice slice) {
        if (fixed.rank() == 0) {
            return slice.values();
        }
        double[] rest = slice.outputs();
        Panel left = slice.left(fixed.block(0));
        KERNELS.sampledProduct(slice.places(), 0, slice.count(), left, fixed.block(1), rest);
        for (int e = 0; e < slice.entries(); e++) {
            rest[e] = slice.values()[e] - rest[e];
        }
        return rest;
    }

    private double minimizeColumns(Panel v, Panel u, double lambda) {
        double[] sum = new double[1];
        columns.forGroups(fixed, group -> sum[0] += minimizeGroup(group, v, u, lambda));
        return sum[0];
    }

    private double minimizeGroup(CollectedColumns group, Panel v, Panel u, double lambda) {
        CompressedRows places = group.places();
        double[] rest = group.differences();
        EntryPlan plan = new EntryPlan(places);
        double[] minima = new double[plan.size()];
        workers.run(
                minima.length,
                (chunk, context) -> {
                    int from = Math.clamp(plan.from(chunk), group.from(), group.to());
                    int to = Math.clamp(plan.to(chunk), group.from(), group.to());
                    minima[chunk] =
                            KERNELS.leastSquares(
                                    places,
                                    rest,
                                    group.weights(),
                                    from,
                                    to,
                                    lambda,
                                    u,
                                    v,
                                    context.scratch());
                });
        return Arrays.stream(minima).reduce(0, Double::sum);
    }
}
