package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.OutputRows;
import io.nadir.kernel.RowPlan;
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
    private final DenseMatrix y;
    private final @Nullable DenseMatrix weights;
    private final BoundLoss[] losses;
    private final boolean plainSquares;
    private final DenseKernels kernels = Kernels.get();
    private final RowPlan plan;
    private final DensePasses passes;

    /** Made when first asked for. */
    private @Nullable CoordinateSweeps coordinates;

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
        double largestWeight = weights == null ? 1 : weights.maxAbs();
        super(data, data.rows(), data.columns(), loss, largestWeight, threads, executor);
        this.y = y;
        this.weights = weights;
        this.losses = bind(loss, y, weights);
        this.plainSquares = loss.isQuadratic() && weights == null;
        this.plan = new RowPlan(y.blocks());
        this.passes = new DensePasses(y, losses, plan, workers(), products());
    }

    /** Takes other data of the same shape under the squared loss. */
    private DenseMatrixMap(DenseMatrix y, DenseMatrixMap map) {
        super(y, map);
        this.y = y;
        this.weights = null;
        this.losses = bind(map.loss(), y, null);
        this.plainSquares = true;
        this.plan = new RowPlan(y.blocks());
        this.passes = new DensePasses(y, losses, plan, workers(), products());
    }

    @Override
    public @Nullable MatrixMap less(double[] p, double[] q) {
        if (!plainSquares) {
            return null;
        }
        DenseMatrixBuilder rest = DenseMatrix.builder(columns());
        double[] row = new double[columns()];
        for (int i = 0; i < rows(); i++) {
            y.copyRow(i, row);
            for (int j = 0; j < row.length; j++) {
                row[j] -= p[i] + q[j];
            }
            rest.addRow(row, 0);
        }
        return new DenseMatrixMap(rest.build(), this);
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
                            weights == null ? null : weights.blocks().get(k).data(),
                            index -> place(block, index));
        }
        return losses;
    }

    private static String place(Panel block, int index) {
        return String.format(
                "row %d, column %d: ",
                block.firstRow() + index / block.stride(), index % block.stride());
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
        return passes.residual(losses, w, b, c, gb, gc);
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
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
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
            Consumer<EntryRow> visitor) {
        OutputRows outputs = new OutputRows(u, v, this::checkCancelled);
        for (int k = 0; k < data.blocks().size(); k++) {
            Panel block = data.blocks().get(k);
            double[] of = entryWeights == null ? null : entryWeights.blocks().get(k).data();
            outputs.visit(block, of, visitor);
        }
    }

    @Override
    public double dualValue(Factors w, double s) {
        ElementwiseLoss[] duals = new ElementwiseLoss[losses.length];
        for (int k = 0; k < duals.length; k++) {
            duals[k] = losses[k].dual(s);
        }
        Panel none = Panel.zeros(y.columns(), 0);
        Panel noneLeft = Panel.zeros(y.rows(), 0);
        return passes.residual(
                duals, w, none, noneLeft, Panel.zeros(y.rows(), 0), Panel.zeros(y.columns(), 0));
    }
}
