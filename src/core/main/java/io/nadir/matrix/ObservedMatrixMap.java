package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The map of observed entries, with or without weights, and any loss: G is sparse, with an entry
 * for each observed one.
 *
 * <p>G is kept with the point that it belongs to, in the order of the rows and in that of the
 * columns, because a Krylov iteration multiplies by it many times. Warm calls of the passes on one
 * thread allocate nothing.
 */
final class ObservedMatrixMap extends MatrixMap {
    private static final DenseKernels DENSE = Kernels.get();
    private static final SparseKernels KERNELS = Kernels.sparse();

    private final SparseEntries y;
    private final double @Nullable [] weights;
    private final BoundLoss loss;
    private final boolean squares;
    private final double[] g;
    private final double[] gByColumn;
    private final SparseProducts rowProducts;
    private final SparseProducts columnProducts;
    private final ResidualPass residualPass;
    private final TransposePass transposePass = new TransposePass();
    private final RowRegressions regressions;
    private final Panel noLeft;
    private final Panel noRight;

    /** The point that {@code g} belongs to, where it is known. */
    private final Factors point;

    private boolean known;

    /** Made when first asked for. */
    private @Nullable CoordinateSweeps coordinates;

    /** Whether {@code gByColumn} has the same numbers as {@code g}. */
    private boolean transposed;

    ObservedMatrixMap(ObservedEntries data, Loss loss, int threads, @Nullable Executor executor) {
        double @Nullable [] weights = data.weights();
        double most = weights == null ? 1 : Arrays.stream(weights).max().orElse(1);
        super(data, data.rows(), data.columns(), loss, most, threads, executor);
        this.y = data.entries();
        this.weights = weights;
        this.loss = BoundLoss.of(loss, y.values(), y.count(), weights, y::place);
        this.squares = loss.isQuadratic();
        this.g = new double[y.count()];
        this.gByColumn = new double[y.count()];
        this.rowProducts = new SparseProducts(y.byRow(), workers());
        this.columnProducts = new SparseProducts(y.byColumn(), workers());
        this.residualPass = new ResidualPass();
        this.regressions = new RowRegressions(y, y.values(), weights, workers());
        this.point = Factors.empty(y.rows(), y.columns());
        this.noLeft = Panel.zeros(y.rows(), 0);
        this.noRight = Panel.zeros(y.columns(), 0);
    }

    /** 2·(r + b + c) flops for each entry. */
    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        known = false;
        transposed = false;
        double value = residualPass.execute(loss, w, b, gb);
        if (c.columns() > 0) {
            columnProducts.multiply(gByColumn(), c, gc);
        }
        point.set(w);
        known = true;
        return value;
    }

    @Override
    public boolean formsEntries() {
        return true;
    }

    /** 4·b flops for each entry where G is known. */
    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        formGradient(w);
        rowProducts.multiply(g, b, t);
        columnProducts.multiply(gByColumn(), t, s);
        DENSE.scale(-1, t.data(), 0, t.data().length);
    }

    /** G by columns, made when it is first asked for. */
    private double[] gByColumn() {
        if (!transposed) {
            workers().run(columnProducts.plan().size(), transposePass);
            transposed = true;
        }
        return gByColumn;
    }

    private void formGradient(Factors w) {
        if (!known || !point.equalsExactly(w)) {
            residual(w, noRight, noLeft, noLeft, noRight);
        }
    }

    @Override
    public boolean hasGradientGram() {
        return true;
    }

    /** A flop for each pair of entries in a row, or in a column where m &lt; n. */
    @Override
    public void gradientGram(Factors w, Panel gram) {
        formGradient(w);
        gram(g, gByColumn(), gram);
    }

    @Override
    public void gramOfEntries(double[] values, Panel gram) {
        gram(values, SparseEntries.take(values, y.numbers()), gram);
    }

    private void gram(double[] values, double[] valuesByColumn, Panel gram) {
        if (y.rows() < y.columns()) {
            SparseGram.of(
                    y.byRow(),
                    rowProducts.plan(),
                    values,
                    y.byColumn(),
                    valuesByColumn,
                    gram,
                    workers());
        } else {
            SparseGram.of(
                    y.byColumn(),
                    columnProducts.plan(),
                    valuesByColumn,
                    y.byRow(),
                    values,
                    gram,
                    workers());
        }
    }

    @Override
    public long entries() {
        return y.count();
    }

    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        CompressedRows rows = transposed ? y.byColumn() : y.byRow();
        double[] data = transposed ? y.valuesByColumn() : y.values();
        double[] entryWeights =
                transposed ? SparseEntries.takeIfPresent(weights, y.numbers()) : weights;
        double[] x = new double[y.count()];
        Panel u = w.block(transposed ? 1 : 0);
        Panel v = w.block(transposed ? 0 : 1);
        EntryPlan plan = (transposed ? columnProducts : rowProducts).plan();
        workers()
                .run(
                        plan.size(),
                        (chunk, context) ->
                                KERNELS.sampledProduct(
                                        rows, plan.from(chunk), plan.to(chunk), u, v, x));
        for (int i = 0; i < rows.rows(); i++) {
            int first = rows.starts()[i];
            int count = rows.starts()[i + 1] - first;
            visitor.accept(
                    new EntryRow(i, count, rows.indices(), data, entryWeights, first, x, first));
        }
    }

    @Override
    public double dualValue(Factors w, double s) {
        known = false;
        transposed = false;
        return residualPass.execute(loss.dual(s), w, noRight, noLeft);
    }

    @Override
    public boolean hasCoordinateSweeps() {
        return loss().hasConcaveDerivative();
    }

    @Override
    public void sweepCoordinates(Factors w, int k, double[] square, double[] linear) {
        if (coordinates == null) {
            coordinates = new CoordinateSweeps(loss(), y, weights, null, workers());
        }
        coordinates.sweep(w, k, square, linear);
    }

    @Override
    public boolean hasBlockMinimizer() {
        return squares;
    }

    @Override
    public boolean hasNormalMatrices() {
        return squares;
    }

    @Override
    public void normalMatrices(Panel u, double[] matrices) {
        if (!squares) {
            super.normalMatrices(u, matrices);
        }
        NormalMatrices.add(y.byRow(), weights, u, matrices);
    }

    @Override
    public double minimizeBlock(Factors w, int k, double lambda) {
        return squares ? regressions.minimize(w, k, lambda) : super.minimizeBlock(w, k, lambda);
    }

    @Override
    public BlockMinimizer minimizerBeside(Factors fixed) {
        return squares ? regressions.beside(fixed) : super.minimizerBeside(fixed);
    }

    private static double total(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    /** G by rows, and G·B. */
    private final class ResidualPass implements Workers.Task {
        private final double[] values = new double[rowProducts.plan().size()];
        private ElementwiseLoss elementwise = loss;
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel gb = b;

        double execute(ElementwiseLoss function, Factors at, Panel right, Panel product) {
            elementwise = function;
            w = at;
            b = right;
            gb = product;
            workers().run(values.length, this);
            return total(values);
        }

        @Override
        public void run(int chunk, Workers.Context context) {
            EntryPlan plan = rowProducts.plan();
            values[chunk] =
                    KERNELS.residualGradient(
                            elementwise,
                            y.byRow(),
                            y.values(),
                            plan.from(chunk),
                            plan.to(chunk),
                            w.block(0),
                            w.block(1),
                            b,
                            g,
                            gb);
        }
    }

    /** G by columns. */
    private final class TransposePass implements Workers.Task {
        @Override
        public void run(int chunk, Workers.Context context) {
            EntryPlan plan = columnProducts.plan();
            int[] starts = y.byColumn().starts();
            int[] numbers = y.numbers();
            int end = starts[plan.to(chunk)];
            for (int e = starts[plan.from(chunk)]; e < end; e++) {
                gByColumn[e] = g[numbers[e]];
            }
        }
    }
}
