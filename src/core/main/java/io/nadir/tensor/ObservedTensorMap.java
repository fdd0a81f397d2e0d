package io.nadir.tensor;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.TensorKernels;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;
import io.nadir.tensor.map.TensorMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The map of a tensor with missing entries: one pass over the entries, fiber by fiber, cut into
 * chunks that depend on the entries alone.
 */
final class ObservedTensorMap extends TensorMap {
    private static final TensorKernels KERNELS = Kernels.tensor();

    private final ObservedTensor y;
    private final EntryPlan plan;
    private final double[] g;
    private final BoundLoss loss;
    private final Pass pass;

    ObservedTensorMap(ObservedTensor y, Loss loss, int threads, @Nullable Executor executor) {
        super(y, y.layout(), loss, threads, executor);
        this.y = y;
        this.plan = new EntryPlan(y.fibers().rows());
        this.g = new double[y.values().length];
        this.loss = BoundLoss.of(loss, y.values(), y.values().length, null);
        this.pass = new Pass();
    }

    /** 6·r flops for each entry. */
    @Override
    public double evaluate(Factors w, Factors gradient) {
        gradient.setRank(w.rank());
        return pass.execute(loss, w, gradient);
    }

    @Override
    public double dualValue(Factors w, double s) {
        return pass.execute(loss.dual(s), w, w.copy());
    }

    @Override
    public double[] gradientEntries(Factors w) {
        evaluate(w, w.copy());
        double[] entries = new double[shape().size()];
        int[] positions = y.positions();
        for (int e = 0; e < positions.length; e++) {
            entries[positions[e]] = g[e];
        }
        return entries;
    }

    @Override
    public double[] dataEntries() {
        double[] entries = new double[shape().size()];
        int[] positions = y.positions();
        for (int e = 0; e < positions.length; e++) {
            entries[positions[e]] = y.values()[e];
        }
        return entries;
    }

    /** Their observed entries. */
    @Override
    public Panel units(Factors w) {
        List<Panel> blocks = new ArrayList<>();
        for (int k = 0; k < w.order(); k++) {
            blocks.add(w.block(k));
        }
        return outerProducts(blocks, y.positions());
    }

    /** One pass over the entries; a chunk has an accumulator for each block. */
    private final class Pass implements Workers.Task {
        private final ChunkSums[] sums = new ChunkSums[shape().order()];
        private final Panel[][] parts = new Panel[plan.size()][shape().order()];
        private final double[] values = new double[plan.size()];
        private final Panel[] blocks = new Panel[shape().order()];
        private ElementwiseLoss elementwise = loss;

        Pass() {
            for (int k = 0; k < sums.length; k++) {
                sums[k] = new ChunkSums(plan.size());
            }
        }

        double execute(ElementwiseLoss function, Factors w, Factors gradient) {
            elementwise = function;
            for (int k = 0; k < blocks.length; k++) {
                blocks[k] = w.block(k);
                sums[k].shape(shape().dimension(k), w.rank());
            }
            workers().run(plan.size(), this);
            double value = 0;
            for (double part : values) {
                value += part;
            }
            for (int k = 0; k < blocks.length; k++) {
                sums[k].total(gradient.block(k));
            }
            return value;
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            for (int k = 0; k < blocks.length; k++) {
                parts[chunk][k] = sums[k].cleared(chunk);
            }
            values[chunk] =
                    KERNELS.observedGradient(
                            elementwise,
                            y.fibers(),
                            y.values(),
                            plan.from(chunk),
                            plan.to(chunk),
                            blocks,
                            g,
                            parts[chunk],
                            context.scratch());
        }
    }
}
