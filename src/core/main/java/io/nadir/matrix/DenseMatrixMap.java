package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The map of a matrix all of whose entries are known, with or without weights.
 *
 * <p>Each method is one pass over Y. The pass is cut into chunks that depend on the shape alone, so
 * that the result has the same bits for every number of threads. On one thread, warm calls allocate
 * nothing.
 */
public final class DenseMatrixMap extends MatrixMap {
    private final DenseMatrix y;
    private final @Nullable DenseMatrix weights;
    private final BoundLoss[] losses;
    private final boolean plainSquares;
    private final double curvature;
    private final DenseKernels kernels = Kernels.get();
    private final RowPlan plan;
    private final ResidualPass residualPass;
    private final DataPass dataPass;
    private final GramPass gramPass;
    private final ResidualGramPass residualGramPass;

    /** Binds data and loss, for use by the calling thread alone. */
    public DenseMatrixMap(DenseMatrix y, Loss loss) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(loss, "loss");

        this(y, loss, 1, null);
    }

    /**
     * Binds data and loss, for several threads.
     *
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that {@link
     *     #close} ends
     */
    public DenseMatrixMap(DenseMatrix y, Loss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(loss, "loss");

        this(y, y, null, loss, threads, executor);
    }

    /**
     * Binds data, weights and loss.
     *
     * @param weights a weight for each entry, in row blocks like those of {@code y}; null for
     *     weights of 1
     */
    DenseMatrixMap(
            MatrixData data,
            DenseMatrix y,
            @Nullable DenseMatrix weights,
            Loss loss,
            int threads,
            @Nullable Executor executor) {
        super(data, loss, threads, executor);
        this.y = y;
        this.weights = weights;
        this.losses = bind(loss, y, weights);
        this.plainSquares = loss.isQuadratic() && weights == null;
        this.curvature = loss.curvature() * (weights == null ? 1 : weights.maxAbs());
        this.plan = new RowPlan(y);
        this.residualPass = new ResidualPass();
        this.dataPass = new DataPass();
        this.gramPass = new GramPass();
        this.residualGramPass = new ResidualGramPass();
    }

    /** Binds the loss to each row block. */
    private static BoundLoss[] bind(Loss loss, DenseMatrix y, @Nullable DenseMatrix weights) {
        BoundLoss[] losses = new BoundLoss[y.blocks().size()];
        for (int k = 0; k < losses.length; k++) {
            Panel block = y.blocks().get(k);
            losses[k] =
                    BoundLoss.of(
                            loss,
                            block.data(),
                            block.rows() * block.stride(),
                            weights == null ? null : weights.blocks().get(k).data());
        }
        return losses;
    }

    @Override
    public double curvature() {
        return curvature;
    }

    @Override
    double computeValueAtZero() {
        return plainSquares ? 0.5 * y.frobenius() * y.frobenius() : super.computeValueAtZero();
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(gb, "gb");
        Objects.requireNonNull(gc, "gc");

        return residualPass.execute(losses, w, b, c, gb, gc);
    }

    @Override
    public boolean hasFastGram() {
        return plainSquares;
    }

    /** {@inheritDoc} Costs 4·m·n flops per column of B. */
    @Override
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(t, "t");
        Objects.requireNonNull(s, "s");

        if (!plainSquares) {
            super.gram(w, b, t, s);
        }
        gramPass.execute(w, b, t, s);
    }

    /**
     * {@inheritDoc} Costs 2·m·n·r flops more than {@link #gram}; forms entries of G a few rows at a
     * time.
     */
    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(t, "t");
        Objects.requireNonNull(s, "s");

        residualGramPass.execute(w, b, t, s);
    }

    /** {@inheritDoc} Costs 2·m·n flops per column of B and of C. */
    @Override
    public void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(yb, "yb");
        Objects.requireNonNull(yc, "yc");

        if (!plainSquares) {
            super.multiplyData(b, c, yb, yc);
        }
        dataPass.execute(b, c, yb, yc);
    }

    /** {@inheritDoc} Costs 2·m·n·r flops, in one pass. */
    @Override
    public Panel gradient(Factors w) {
        Objects.requireNonNull(w, "w");

        int n = y.columns();
        double[] entries = new double[Checks.arrayLength("rows * columns", y.rows(), n)];
        workers()
                .run(
                        plan.size(),
                        (index, context) -> {
                            RowPlan.Chunk chunk = plan.chunk(index);
                            for (long from = chunk.from(); from < chunk.to(); ) {
                                context.checkCancelled();
                                long to = Math.min(chunk.to(), from + chunk.sliceRows());
                                writeGradient(w, chunk, from, to, entries, context);
                                from = to;
                            }
                        });
        return Panel.wrap(entries, y.rows(), n, 0);
    }

    private void writeGradient(
            Factors w,
            RowPlan.Chunk chunk,
            long from,
            long to,
            double[] entries,
            Workers.Context context) {
        int n = y.columns();
        Panel block = chunk.block();
        kernels.product(
                w.block(0),
                w.block(1),
                from,
                to,
                Panel.wrap(entries, y.rows(), n, 0),
                context.scratch());
        for (long i = from; i < to; i++) {
            losses[chunk.blockIndex()].gradientInPlace(
                    block.data(), block.index(i), entries, (int) i * n, n);
        }
    }

    /** {@inheritDoc} Goes through columns by means of transposed copies of data and weights. */
    @Override
    public void visitEntries(Factors w, boolean transposed, EntryVisitor visitor) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(visitor, "visitor");

        if (!transposed) {
            visit(y, weights, w.block(0), w.block(1), visitor);
            return;
        }
        DenseMatrix across = y.transposed();
        DenseMatrix weightsAcross =
                weights == null ? null : WeightedMatrix.inBlocksOf(across, weights.transposed());
        visit(across, weightsAcross, w.block(1), w.block(0), visitor);
    }

    private void visit(
            DenseMatrix data,
            @Nullable DenseMatrix entryWeights,
            Panel u,
            Panel v,
            EntryVisitor visitor) {
        OutputRows outputs = new OutputRows(u, v, this::checkCancelled);
        for (int k = 0; k < data.blocks().size(); k++) {
            Panel block = data.blocks().get(k);
            double[] of = entryWeights == null ? null : entryWeights.blocks().get(k).data();
            int first = (int) block.firstRow();
            for (int i = first; i < first + block.rows(); i++) {
                int at = outputs.row(i);
                visitor.visit(
                        new EntryRow(
                                i,
                                data.columns(),
                                null,
                                block.data(),
                                of,
                                block.index(i),
                                outputs.data(),
                                at));
            }
        }
    }

    @Override
    public double dualValue(Factors w, double s) {
        Objects.requireNonNull(w, "w");

        ElementwiseLoss[] duals = new ElementwiseLoss[losses.length];
        for (int k = 0; k < duals.length; k++) {
            duals[k] = losses[k].dual(s);
        }
        Panel none = Panel.zeros(y.columns(), 0);
        Panel noneLeft = Panel.zeros(y.rows(), 0);
        return residualPass.execute(
                duals, w, none, noneLeft, Panel.zeros(y.rows(), 0), Panel.zeros(y.columns(), 0));
    }

    /** Runs {@code slice} on every slice of every chunk. */
    private abstract class Pass implements Workers.Task {
        final ChunkSums sums = new ChunkSums(plan.size());

        final void sweep(int sumRows, int sumColumns, Panel total) {
            sums.shape(sumRows, sumColumns);
            workers().run(plan.size(), this);
            sums.total(total);
        }

        @Override
        public final void run(int index, Workers.Context context) {
            RowPlan.Chunk chunk = plan.chunk(index);
            Panel sum = sums.cleared(index);
            begin(index);
            for (long from = chunk.from(); from < chunk.to(); from += chunk.sliceRows()) {
                context.checkCancelled();
                long to = Math.min(chunk.to(), from + chunk.sliceRows());
                slice(index, chunk.block(), from, to, sum, context);
            }
        }

        void begin(int chunk) {}

        abstract void slice(
                int chunk, Panel block, long from, long to, Panel sum, Workers.Context context);
    }

    /** The pass of {@link DenseMatrixMap#residual}. */
    private final class ResidualPass extends Pass {
        private final double[] values = new double[plan.size()];
        private ElementwiseLoss[] elementwise = losses;
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel c = b;
        private Panel gb = b;

        double execute(
                ElementwiseLoss[] blockLosses,
                Factors point,
                Panel right,
                Panel left,
                Panel gRight,
                Panel gLeft) {
            elementwise = blockLosses;
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
        void slice(int chunk, Panel block, long from, long to, Panel sum, Workers.Context context) {
            values[chunk] +=
                    kernels.residualGradient(
                            elementwise[plan.chunk(chunk).blockIndex()],
                            block,
                            from,
                            to,
                            w.block(0),
                            w.block(1),
                            b,
                            c,
                            gb,
                            sum,
                            context.scratch());
        }
    }

    /** The pass of {@link DenseMatrixMap#multiplyData}. */
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
        void slice(int chunk, Panel block, long from, long to, Panel sum, Workers.Context context) {
            if (b.columns() > 0) {
                kernels.multiplyAdd(block, from, to, b, yb, context.scratch());
            }
            if (c.columns() > 0) {
                kernels.transposeMultiplyAdd(block, from, to, c, sum, context.scratch());
            }
        }
    }

    /** The pass of {@link DenseMatrixMap#gram}. */
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
            kernels.transposeMultiplyAdd(v, 0, v.rows(), b, vtb, products().scratch());
            small.shape(r, columns);
            sweep(y.columns(), columns, result);
            utt = Panels.fit(utt, r, columns);
            small.total(utt);
            products().subtractProduct(v, utt, result);
        }

        @Override
        void begin(int chunk) {
            small.cleared(chunk);
        }

        @Override
        void slice(int chunk, Panel block, long from, long to, Panel sum, Workers.Context context) {
            kernels.gramMultiply(
                    block, from, to, b, u, vtb, t, sum, small.get(chunk), context.scratch());
        }
    }

    /** The pass of {@link DenseMatrixMap#residualGram}. */
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
        void slice(int chunk, Panel block, long from, long to, Panel sum, Workers.Context context) {
            kernels.residualGramMultiply(
                    losses[plan.chunk(chunk).blockIndex()],
                    block,
                    from,
                    to,
                    w.block(0),
                    w.block(1),
                    b,
                    t,
                    sum,
                    context.scratch());
        }
    }
}
