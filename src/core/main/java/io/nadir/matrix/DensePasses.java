package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.RowPlan;
import io.nadir.kernel.Workers;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;

/**
 * The passes of a {@link DenseMatrixMap} over its data, chunk by chunk. Each keeps its sums, so
 * that warm ones on one thread allocate nothing.
 */
final class DensePasses {
    private final DenseKernels kernels = Kernels.get();
    private final DenseMatrix y;
    private final DenseLoss losses;
    private final RowPlan plan;
    private final Workers workers;
    private final PanelProducts products;
    private final ResidualPass residualPass;
    private final DataPass dataPass;
    private final GramPass gramPass;
    private final ResidualGramPass residualGramPass;

    /** Makes all passes. */
    DensePasses(
            DenseMatrix y,
            DenseLoss losses,
            RowPlan plan,
            Workers workers,
            PanelProducts products) {
        this.y = y;
        this.losses = losses;
        this.plan = plan;
        this.workers = workers;
        this.products = products;
        this.residualPass = new ResidualPass();
        this.dataPass = new DataPass();
        this.gramPass = new GramPass();
        this.residualGramPass = new ResidualGramPass();
    }

    /** What takes the place of ℓ in {@link #residual}. */
    @FunctionalInterface
    interface Variant {
        /** Returns the function for entries that have a loss. */
        ElementwiseLoss of(BoundLoss loss);
    }

    /** See {@link DenseMatrixMap#residual}; with a function that need not be ℓ. */
    double residual(Variant of, Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        return residualPass.execute(of, w, b, c, gb, gc);
    }

    /** See {@link DenseMatrixMap#multiplyData}. */
    void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        dataPass.execute(b, c, yb, yc);
    }

    /** See {@link DenseMatrixMap#gram}. */
    void gram(Factors w, Panel b, Panel t, Panel s) {
        gramPass.execute(w, b, t, s);
    }

    /** See {@link DenseMatrixMap#residualGram}. */
    void residualGram(Factors w, Panel b, Panel t, Panel s) {
        residualGramPass.execute(w, b, t, s);
    }

    /** Runs {@code slice} on every slice of every chunk. */
    private abstract class Pass implements Workers.Task {
        final ChunkSums sums = new ChunkSums(plan.size());

        final void sweep(int sumRows, int sumColumns, Panel total) {
            sums.shape(sumRows, sumColumns);
            workers.run(plan.size(), this);
            sums.total(total);
        }

        @Override
        public final void run(int index, Workers.Context context) {
            RowPlan.Chunk chunk = plan.chunk(index);
            sums.cleared(index);
            begin(index);
            for (long from = chunk.from(); from < chunk.to(); from += chunk.sliceRows()) {
                context.checkCancelled();
                long to = Math.min(chunk.to(), from + chunk.sliceRows());
                slice(index, from, to, context);
            }
            sums.finish(index);
        }

        void begin(int chunk) {}

        abstract void slice(int index, long from, long to, Workers.Context context);

        /** What a chunk adds up. */
        final Panel sum(int index) {
            return sums.get(index);
        }

        final Panel data(int index, long from, long to, Workers.Context context) {
            return losses.data(plan.chunk(index), from, to, context.scratch());
        }

        final BoundLoss loss(int index, long from, long to, Workers.Context context) {
            return losses.loss(plan.chunk(index), from, to, context.scratch());
        }
    }

    /** The pass of {@link #residual}. */
    private final class ResidualPass extends Pass {
        private final double[] values = new double[plan.size()];
        private Variant variant = loss -> loss;
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel c = b;
        private Panel gb = b;

        double execute(
                Variant of, Factors point, Panel right, Panel left, Panel gRight, Panel gLeft) {
            variant = of;
            w = point;
            b = right;
            c = left;
            gb = gRight;
            sweep(y.columns(), left.columns(), gLeft);
            double total = 0;
            for (double part : values) {
                total += part;
            }
            return total;
        }

        @Override
        void begin(int chunk) {
            values[chunk] = 0;
        }

        @Override
        void slice(int index, long from, long to, Workers.Context context) {
            values[index] +=
                    kernels.residualGradient(
                            variant.of(loss(index, from, to, context)),
                            data(index, from, to, context),
                            from,
                            to,
                            w.block(0),
                            w.block(1),
                            b,
                            c,
                            gb,
                            sum(index),
                            context.scratch());
        }
    }

    /** The pass of {@link #multiplyData}. */
    private final class DataPass extends Pass {
        private Panel b = Panel.zeros(0, 0);
        private Panel c = b;
        private Panel yb = b;

        void execute(Panel right, Panel left, Panel yRight, Panel yLeft) {
            b = right;
            c = left;
            yb = yRight.clear();
            sweep(y.columns(), left.columns(), yLeft);
        }

        @Override
        void slice(int index, long from, long to, Workers.Context context) {
            Scratch scratch = context.scratch();
            Panel block = data(index, from, to, context);
            if (b.columns() > 0) {
                kernels.multiplyAdd(block, from, to, b, yb, scratch);
            }
            if (c.columns() > 0) {
                kernels.transposeMultiplyAdd(block, from, to, c, sum(index), scratch);
            }
        }
    }

    /** The pass of {@link #gram}. */
    private final class GramPass extends Pass {
        private final ChunkSums small = new ChunkSums(plan.size());
        private Panel u = Panel.zeros(0, 0);
        private Panel b = u;
        private Panel t = u;
        private Panel vtb = u;
        private Panel utt = u;

        void execute(Factors w, Panel right, Panel product, Panel result) {
            Panel v = w.block(1);
            int r = w.rank();
            int columns = right.columns();
            u = w.block(0);
            b = right;
            t = product;
            vtb = Panels.fit(vtb, r, columns);
            kernels.transposeMultiplyAdd(v, 0, v.rows(), b, vtb, products.scratch());
            small.shape(r, columns);
            sweep(y.columns(), columns, result);
            utt = Panels.fit(utt, r, columns);
            small.total(utt);
            products.subtractProduct(v, utt, result);
        }

        @Override
        void begin(int chunk) {
            small.cleared(chunk);
        }

        @Override
        void slice(int index, long from, long to, Workers.Context context) {
            plan.chunk(index)
                    .block()
                    .gramMultiply(
                            kernels,
                            from,
                            to,
                            b,
                            u,
                            vtb,
                            t,
                            sum(index),
                            small.get(index),
                            context.scratch());
        }
    }

    /** The pass of {@link #residualGram}. */
    private final class ResidualGramPass extends Pass {
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel t = b;

        void execute(Factors point, Panel right, Panel product, Panel result) {
            w = point;
            b = right;
            t = product;
            sweep(y.columns(), right.columns(), result);
            kernels.scale(-1, t.data(), 0, t.data().length);
        }

        @Override
        void slice(int index, long from, long to, Workers.Context context) {
            kernels.residualGramMultiply(
                    loss(index, from, to, context),
                    data(index, from, to, context),
                    from,
                    to,
                    w.block(0),
                    w.block(1),
                    b,
                    t,
                    sum(index),
                    context.scratch());
        }
    }
}
