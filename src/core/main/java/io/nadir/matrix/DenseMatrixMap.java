package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.array.WorkInterruptedException;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.OutputRows;
import io.nadir.kernel.RowBlock;
import io.nadir.kernel.RowPlan;
import io.nadir.kernel.RowWindow;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of a matrix all of whose entries are known, with or without weights.
 *
 * <p>Each method is one pass over Y. The pass is cut into chunks that depend on the shape alone, so
 * that the result has the same bits for every number of threads. On one thread, warm calls allocate
 * nothing.
 */
final class DenseMatrixMap extends MatrixMap {
    /** Elements that {@link #visitEntries} transposes at once: 128 MB. */
    private static final int TRANSPOSED_ELEMENTS = 1 << 24;

    private final DenseMatrix y;
    private final @Nullable DenseMatrix weights;
    private final DenseLoss losses;
    private final boolean plainSquares;
    private final DenseKernels kernels = Kernels.get();
    private final RowPlan plan;
    private final DensePasses passes;

    /** Made when first asked for. */
    private @Nullable CoordinateSweeps coordinates;

    /**
     * Binds data, weights and loss.
     *
     * @param weights a weight for each entry; null for weights of 1
     */
    DenseMatrixMap(
            MatrixData data,
            DenseMatrix y,
            @Nullable DenseMatrix weights,
            Loss loss,
            int threads,
            @Nullable Executor executor) {
        double largestWeight = weights == null ? 1 : weights.maxAbs();
        super(data, data.rows(), data.columns(), loss, largestWeight, threads, executor);
        Kernels.get().expect(data.rows(), data.columns());
        if (!loss.isSquared()) {
            giveOut(y, weights);
        }
        this.y = y;
        this.weights = weights;
        this.losses =
                new DenseLoss(
                        y.elements(),
                        y.maxAbs(),
                        weights == null ? null : weights.elements(),
                        loss);
        this.plainSquares = loss.isQuadratic() && weights == null;
        this.plan = new RowPlan(y.elements().blocks());
        this.passes = new DensePasses(y, losses, plan, workers(), products());
    }

    /** Takes other data of the same shape under the squared loss. */
    private DenseMatrixMap(DenseMatrix y, DenseMatrixMap map) {
        super(y, map);
        this.y = y;
        this.weights = null;
        this.losses = new DenseLoss(y.elements(), y.maxAbs(), null, map.loss());
        this.plainSquares = true;
        this.plan = new RowPlan(y.elements().blocks());
        this.passes = new DensePasses(y, losses, plan, workers(), products());
    }

    /** Losses of others, and visitors, get the arrays: they could change what is in them. */
    private static void giveOut(DenseMatrix y, @Nullable DenseMatrix weights) {
        y.givenOut();
        if (weights != null) {
            weights.givenOut();
        }
    }

    /**
     * Returns this map once it is known that its data have not changed; closes it otherwise.
     *
     * @throws IllegalStateException if they have
     */
    DenseMatrixMap checked() {
        try {
            requireUnchanged();
            return this;
        } catch (RuntimeException changed) {
            close();
            throw changed;
        }
    }

    @Override
    public void requireUnchanged() {
        try {
            requireUnchanged(workers());
        } catch (WorkInterruptedException cancelled) {
            // Whoever has no time left must know all the same.
            requireUnchanged(null);
        }
    }

    private void requireUnchanged(@Nullable Workers threads) {
        y.requireUnchanged(threads);
        if (weights != null) {
            weights.requireUnchanged(threads);
        }
    }

    @Override
    public @Nullable MatrixMap less(double[] p, double[] q) {
        if (!plainSquares) {
            return null;
        }
        DerivedRows.Change subtraction =
                (i, row, offset) -> {
                    for (int j = 0; j < q.length; j++) {
                        row[offset + j] -= p[i] + q[j];
                    }
                };
        DenseRows rest =
                y.elements().derived(DenseMatrixBuilder.rowsPerBlock(q.length), subtraction);
        return new DenseMatrixMap(new DenseMatrix(rest.isInMemory() ? rest.copy() : rest), this);
    }

    @Override
    public boolean hasCoordinateSweeps() {
        return loss().hasConcaveDerivative() && entries() <= CoordinateSweeps.LARGEST;
    }

    @Override
    public void sweepCoordinates(Factors w, int k, double[] square, double[] linear) {
        if (coordinates == null) {
            coordinates = CoordinateSweeps.ofDense(this, weights != null, workers());
        }
        coordinates.sweep(w, k, square, linear);
    }

    @Override
    protected double computeValueAtZero() {
        return plainSquares ? 0.5 * y.frobenius() * y.frobenius() : super.computeValueAtZero();
    }

    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        return passes.residual(loss -> loss, w, b, c, gb, gc);
    }

    /** {@inheritDoc} Chunks of rows are summed up by themselves. */
    @Override
    public double rowSumDepth() {
        return plan.sumDepth();
    }

    @Override
    public boolean formsEntries() {
        return true;
    }

    @Override
    public boolean hasFastGram() {
        return plainSquares;
    }

    /** {@inheritDoc} Costs 4·m·n flops per column of B. */
    @Override
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        if (!plainSquares) {
            super.gram(w, b, t, s);
        }
        passes.gram(w, b, t, s);
    }

    /**
     * {@inheritDoc} Costs 2·m·n·r flops more than {@link #gram}; forms entries of G a few rows at a
     * time.
     */
    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        passes.residualGram(w, b, t, s);
    }

    /** {@inheritDoc} Costs 2·m·n flops per column of B and of C. */
    @Override
    public void multiplyData(Panel b, Panel c, Panel yb, Panel yc) {
        if (!plainSquares) {
            super.multiplyData(b, c, yb, yc);
        }
        passes.multiplyData(b, c, yb, yc);
    }

    /** {@inheritDoc} Costs 2·m·n·r flops, in one pass. */
    @Override
    public Panel gradient(Factors w) {
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
        kernels.product(
                w.block(0),
                w.block(1),
                from,
                to,
                Panel.wrap(entries, y.rows(), n, 0),
                context.scratch());
        Panel block = losses.data(chunk, from, to, context.scratch());
        BoundLoss loss = losses.loss(chunk, from, to, context.scratch());
        for (long i = from; i < to; i++) {
            loss.gradientInPlace(block.data(), block.index(i), entries, (int) i * n, n);
        }
    }

    /** {@inheritDoc} Goes through columns by means of transposed copies, some at a time. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        Panel u = w.block(0);
        Panel v = w.block(1);
        if (transposed) {
            visitColumns(outputRows(v, u), visitor);
            return;
        }
        giveOut(y, weights);
        OutputRows outputs = outputRows(u, v);
        losses.forEach((data, of, count) -> outputs.visit(data, count, of, visitor));
    }

    /** {@inheritDoc} Columns are gathered from arrays, not from files. */
    @Override
    public boolean hasRows(boolean transposed) {
        DenseRows of = weights == null ? y.elements() : weights.elements();
        return !transposed || (y.elements().isShared() && of.isShared());
    }

    @Override
    public void visitRows(
            Factors w,
            boolean transposed,
            int from,
            int to,
            Scratch scratch,
            Consumer<EntryRow> visitor) {
        if (transposed) {
            int count = to - from;
            double[] of = weights == null ? null : weights.elements().columns(from, count);
            double[] data = y.elements().columns(from, count);
            Panel panel = Panel.wrap(data, count, y.rows(), from);
            visitRows(panel, of, from, to, w.block(1), w.block(0), scratch, visitor);
            return;
        }
        giveOut(y, weights);
        RowWindow window = RowWindow.of(scratch);
        for (int row = from; row < to; ) {
            RowBlock block = y.elements().blockOf(row);
            int end = (int) Math.min(block.firstRow() + block.rows(), to);
            Panel data =
                    weights == null ? block.panel(row, end, window) : window.copy(block, row, end);
            visitRows(
                    data,
                    weights(row, end, window.beside()),
                    row,
                    end,
                    w.block(0),
                    w.block(1),
                    scratch,
                    visitor);
            row = end;
        }
    }

    private double @Nullable [] weights(int from, int to, RowWindow window) {
        if (weights == null) {
            return null;
        }
        double[] of = window.rows(from, to, y.columns()).data();
        weights.elements().read(from, to - from, of, 0);
        return of;
    }

    /** Rows of data, with weights at the same indices. */
    private void visitRows(
            Panel data,
            double @Nullable [] of,
            int from,
            int to,
            Panel left,
            Panel right,
            Scratch scratch,
            Consumer<EntryRow> visitor) {
        RowWindow window = RowWindow.of(scratch).beside().beside();
        Panel x = window.rows(from, to, right.rows());
        kernels.product(left, right, from, to, x, scratch);
        for (int i = from; i < to; i++) {
            visitor.accept(
                    new EntryRow(
                            i,
                            x.columns(),
                            null,
                            data.data(),
                            of,
                            data.index(i),
                            x.data(),
                            x.index(i)));
        }
    }

    private OutputRows outputRows(Panel left, Panel right) {
        return new OutputRows(left, right, this::checkCancelled, workers());
    }

    private void visitColumns(OutputRows outputs, Consumer<EntryRow> visitor) {
        int atOnce = Math.clamp(TRANSPOSED_ELEMENTS / y.rows(), 1, y.columns());
        for (int j = 0; j < y.columns(); j += atOnce) {
            int count = Math.min(atOnce, y.columns() - j);
            double[] data = y.elements().columns(j, count);
            double[] of = weights == null ? null : weights.elements().columns(j, count);
            outputs.visit(Panel.wrap(data, count, y.rows(), j), count, of, visitor);
        }
    }

    @Override
    public double dualValue(Factors w, double s) {
        Panel none = Panel.zeros(y.columns(), 0);
        Panel noneLeft = Panel.zeros(y.rows(), 0);
        return passes.residual(
                loss -> loss.dual(s),
                w,
                none,
                noneLeft,
                Panel.zeros(y.rows(), 0),
                Panel.zeros(y.columns(), 0));
    }
}
