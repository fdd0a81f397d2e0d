package io.nadir.tensor;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelRows;
import io.nadir.kernel.Panels;
import io.nadir.kernel.RowPlan;
import io.nadir.kernel.TensorKernels;
import io.nadir.kernel.ThinQr;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;
import io.nadir.tensor.map.TensorMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The map of a dense tensor, all entries observed: one pass over Y as a matrix, cut into chunks of
 * rows that depend on the shape alone.
 */
final class DenseTensorMap extends TensorMap {
    private static final TensorKernels KERNELS = Kernels.tensor();

    private final DenseTensor y;
    private final BoundLoss loss;
    private final Panel rows;
    private final RowPlan plan;
    private final Scratch scratch = new Scratch();
    private final Pass pass;

    DenseTensorMap(DenseTensor y, Loss loss, int threads, @Nullable Executor executor) {
        super(y, y.layout(), loss, threads, executor);
        this.y = y;
        this.loss = BoundLoss.of(loss, y.values(), y.values().length, null);
        this.rows = y.matrix().whole();
        this.plan = new RowPlan(List.of(new PanelRows(rows)));
        this.pass = new Pass();
    }

    /** 6·d_1⋯d_K·r flops, 8·d_1⋯d_K bytes. */
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
    public double[] dataEntries() {
        return y.values();
    }

    /** 2·d_1⋯d_K·r flops. */
    @Override
    public double[] gradientEntries(Factors w) {
        double[] entries = new double[shape().size()];
        int n = shape().columns();
        Panel x = Panel.wrap(entries, shape().rows(), n, 0);
        Panel[] blocks = blocks(w);
        Panel right = rightProduct(blocks, Panel.zeros(0, 0));
        workers()
                .run(
                        plan.size(),
                        (index, context) -> {
                            RowPlan.Chunk chunk = plan.chunk(index);
                            for (long from = chunk.from(); from < chunk.to(); ) {
                                context.checkCancelled();
                                long to = Math.min(chunk.to(), from + chunk.sliceRows());
                                KERNELS.product(
                                        blocks,
                                        shape().split(),
                                        right,
                                        from,
                                        to,
                                        x,
                                        context.scratch());
                                int at = (int) from * n;
                                int length = (int) (to - from) * n;
                                loss.gradientInPlace(y.values(), at, entries, at, length);
                                from = to;
                            }
                        });
        return entries;
    }

    /** Outer products of the blocks' coordinates in orthonormal bases, at most r of each. */
    @Override
    public Panel units(Factors w) {
        List<Panel> coordinates = new ArrayList<>();
        int size = 1;
        for (int k = 0; k < w.order(); k++) {
            Panel block = Panels.copy(w.block(k));
            Panel found = block.rows() <= w.rank() ? block : ThinQr.factor(block, products());
            coordinates.add(found);
            size = Checks.arrayLength("product of the ranks", size, found.rows());
        }
        int[] positions = new int[size];
        Arrays.setAll(positions, at -> at);
        return outerProducts(coordinates, positions);
    }

    private static Panel[] blocks(Factors w) {
        Panel[] blocks = new Panel[w.order()];
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = w.block(k);
        }
        return blocks;
    }

    private boolean hasOneRightMode() {
        return shape().split() == shape().order() - 1;
    }

    /** The Khatri–Rao product of the blocks after the split; into {@code room} if that fits. */
    private Panel rightProduct(Panel[] blocks, Panel room) {
        int order = shape().order();
        if (hasOneRightMode()) {
            return blocks[order - 1];
        }
        int n = shape().columns();
        Panel out = fit(room, n, blocks[0].columns());
        KERNELS.khatriRao(blocks, shape().split(), order, 0, n, out, scratch);
        return out;
    }

    private static Panel fit(Panel panel, int rows, int columns) {
        if (panel.rows() == rows && panel.stride() == Panel.paddedStride(columns)) {
            return panel.setColumns(columns);
        }
        return Panel.zeros(rows, columns);
    }

    /** One pass over Y. Accumulators are those of the blocks before the split, then Gᵀ·U. */
    private final class Pass implements Workers.Task {
        private final ChunkSums[] sums = new ChunkSums[shape().split() + 1];
        private final Panel[][] parts = new Panel[plan.size()][shape().order()];
        private final double[] values = new double[plan.size()];
        private final Panel[] blocks = new Panel[shape().order()];
        private final Panel[] gradients = new Panel[shape().order()];
        private ElementwiseLoss elementwise = loss;
        private Panel right = Panel.zeros(0, 0);
        private Panel rightGradient = right;

        Pass() {
            for (int k = 0; k < sums.length; k++) {
                sums[k] = new ChunkSums(plan.size());
            }
        }

        double execute(ElementwiseLoss function, Factors w, Factors gradient) {
            int split = shape().split();
            elementwise = function;
            for (int k = 0; k < blocks.length; k++) {
                blocks[k] = w.block(k);
                gradients[k] = gradient.block(k).clear();
            }
            right = rightProduct(blocks, right);
            for (int k = 0; k < split; k++) {
                sums[k].shape(shape().dimension(k), w.rank());
            }
            sums[split].shape(shape().columns(), w.rank());
            workers().run(plan.size(), this);
            for (int k = 0; k < split; k++) {
                sums[k].total(gradients[k]);
            }
            addRight();
            return total();
        }

        @Override
        public void run(int index, Workers.Context context) {
            RowPlan.Chunk chunk = plan.chunk(index);
            int split = shape().split();
            Panel[] part = parts[index];
            for (int k = 0; k < split; k++) {
                part[k] = sums[k].cleared(index);
            }
            Panel rightPart = sums[split].cleared(index);
            double value = 0;
            for (long from = chunk.from(); from < chunk.to(); from += chunk.sliceRows()) {
                context.checkCancelled();
                long to = Math.min(chunk.to(), from + chunk.sliceRows());
                value +=
                        KERNELS.residualGradient(
                                elementwise,
                                rows,
                                from,
                                to,
                                blocks,
                                split,
                                right,
                                part,
                                rightPart,
                                context.scratch());
            }
            values[index] = value;
            for (ChunkSums sum : sums) {
                sum.finish(index);
            }
        }

        /** The gradients of the blocks after the split, from Gᵀ·U. */
        private void addRight() {
            int split = shape().split();
            if (hasOneRightMode()) {
                sums[split].total(gradients[split]);
                return;
            }
            int n = shape().columns();
            rightGradient = fit(rightGradient, n, right.columns());
            sums[split].total(rightGradient);
            KERNELS.khatriRaoAdjoint(
                    blocks, split, shape().order(), 0, n, rightGradient, gradients, scratch);
        }

        private double total() {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }
    }
}
