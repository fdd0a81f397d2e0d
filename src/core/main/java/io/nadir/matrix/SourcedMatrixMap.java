package io.nadir.matrix;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.kernel.ChunkSums;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;
import io.nadir.loss.Loss;
import io.nadir.loss.LossContract;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BoundLoss;
import io.nadir.model.Factors;
import io.nadir.model.map.BlockMinimizer;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The map of observed entries that are read anew in every pass, in slices of whole rows. Nothing is
 * kept of them, and there is no order by columns: each chunk of rows adds what belongs to columns
 * to an accumulator of its own, and these are added up in the order of the chunks. So results have
 * the same bits for every number of threads, and wherever the entries are.
 */
final class SourcedMatrixMap extends MatrixMap {
    private static final SparseKernels KERNELS = Kernels.sparse();

    /** Entries of the outputs of all columns up to which these are kept one by one. */
    private static final long FEW_OUTPUTS = 1L << 25;

    private final EntrySource source;
    private final double unit;
    private final double weightUnit;
    private final SourcePlan plan;
    private final ChunkSums sums;
    private final double[] values;
    private final Panel noLeft;
    private final Panel noRight;

    private @Nullable CollectedColumns collected;
    private @Nullable SourcedRegressions regressions;

    SourcedMatrixMap(SourcedEntries data, Loss loss, int threads, @Nullable Executor executor) {
        super(data, data.rows(), data.columns(), loss, data.largestWeight(), threads, executor);
        this.source = data.source();
        this.unit = Math.scalb(1.0, data.exponent());
        this.plan = new SourcePlan(source);
        this.weightUnit = Math.scalb(1.0, data.weightExponent());
        this.sums = new ChunkSums(plan.size());
        this.values = new double[plan.size()];
        this.noLeft = Panel.zeros(rows(), 0);
        this.noRight = Panel.zeros(columns(), 0);
        requireDefined();
    }

    /** One pass that reads everything, if the loss is not defined for all numbers. */
    private void requireDefined() {
        workers()
                .run(
                        plan.size(),
                        (chunk, context) ->
                                forSlices(
                                        chunk,
                                        context,
                                        slice -> {
                                            loss().requireDefined(
                                                            slice.values(), 0, slice.entries());
                                            if (slice.first() == 0) {
                                                LossContract.require(
                                                        loss(), slice.values(), slice.entries());
                                            }
                                        }));
    }

    /** Does something with a slice. */
    @FunctionalInterface
    interface SliceWork {
        /** Returns what is added up. */
        double run(EntrySlice slice, Workers.Context context);
    }

    /** Adds up over all slices, in the order of the chunks. */
    double sumOverSlices(SliceWork work) {
        workers()
                .run(
                        plan.size(),
                        (chunk, context) -> {
                            double[] value = new double[1];
                            forSlices(
                                    chunk, context, slice -> value[0] += work.run(slice, context));
                            values[chunk] = value[0];
                        });
        return Arrays.stream(values).reduce(0, Double::sum);
    }

    /** Reads the slices of a chunk, multiplied by the units. */
    private void forSlices(int chunk, Workers.Context context, Consumer<EntrySlice> work) {
        forSlices(
                plan.from(chunk),
                plan.to(chunk),
                EntrySlice.of(context.scratch()),
                context::checkCancelled,
                work);
    }

    private void forSlices(
            int from, int to, EntrySlice slice, Runnable checkpoint, Consumer<EntrySlice> work) {
        for (int row = from; row < to; ) {
            checkpoint.run();
            row = slice.read(source, row, to);
            slice.scale(unit, weightUnit);
            work.accept(slice);
        }
    }

    /** 2·(r + b + c) flops for each entry. */
    @Override
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        return pass(this::bound, w, b, gb, c, gc);
    }

    /** The loss of the entries of a slice. */
    private BoundLoss bound(EntrySlice slice) {
        return new BoundLoss(loss(), slice.weights());
    }

    /**
     * Computes ℓ or what takes its place, G·B and Gᵀ·C, in one pass.
     *
     * @param function what is computed of the entries of a slice
     * @param c C; null for −G·B
     */
    private double pass(
            Function<EntrySlice, ElementwiseLoss> function,
            Factors w,
            Panel b,
            Panel gb,
            @Nullable Panel c,
            Panel gc) {
        int columnsOfC = c == null ? b.columns() : c.columns();
        sums.shape(columns(), columnsOfC);
        workers()
                .run(
                        plan.size(),
                        (chunk, context) -> {
                            Panel sum = sums.cleared(chunk);
                            double[] value = new double[1];
                            forSlices(
                                    chunk,
                                    context,
                                    slice ->
                                            value[0] +=
                                                    step(
                                                            function.apply(slice),
                                                            slice,
                                                            w,
                                                            b,
                                                            gb,
                                                            c,
                                                            sum));
                            values[chunk] = value[0];
                        });
        sums.total(gc);
        return Arrays.stream(values).reduce(0, Double::sum);
    }

    private static double step(
            ElementwiseLoss function,
            EntrySlice slice,
            Factors w,
            Panel b,
            Panel gb,
            @Nullable Panel c,
            Panel sum) {
        Panel product = slice.product(b.columns());
        double[] g = slice.outputs();
        double value =
                KERNELS.residualGradient(
                        function,
                        slice.places(),
                        slice.values(),
                        0,
                        slice.count(),
                        slice.left(w.block(0)),
                        w.block(1),
                        b,
                        g,
                        product);
        if (c == null) {
            Kernels.get().scale(-1, product.data(), 0, slice.count() * product.stride());
        }
        slice.store(product, gb);
        if (sum.columns() > 0) {
            Panel factor = c == null ? product : slice.factor(c);
            KERNELS.addTransposed(slice.places(), g, 0, slice.count(), factor, sum);
        }
        return value;
    }

    /** S = −Gᵀ·T with T = −G·B, in one pass. */
    @Override
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        pass(this::bound, w, b, t, null, s);
        Kernels.get().scale(-1, s.data(), 0, s.data().length);
    }

    @Override
    public double dualValue(Factors w, double s) {
        return pass(slice -> bound(slice).dual(s), w, noRight, noLeft, noLeft, noRight);
    }

    @Override
    public long entries() {
        return source.start(rows());
    }

    /** {@inheritDoc} By columns it takes a pass for each 2²⁴ entries. */
    @Override
    public void visitEntries(Factors w, boolean transposed, Consumer<EntryRow> visitor) {
        if (transposed) {
            collected().forGroups(w, group -> group.visit(visitor));
            return;
        }
        forSlices(
                0,
                rows(),
                new EntrySlice(),
                this::checkCancelled,
                slice -> {
                    double[] x = slice.outputs();
                    KERNELS.sampledProduct(
                            slice.places(),
                            0,
                            slice.count(),
                            slice.left(w.block(0)),
                            w.block(1),
                            x);
                    int[] starts = slice.places().starts();
                    for (int i = 0; i < slice.count(); i++) {
                        int first = starts[i];
                        visitor.accept(
                                new EntryRow(
                                        slice.first() + i,
                                        starts[i + 1] - first,
                                        slice.places().indices(),
                                        slice.values(),
                                        slice.weights(),
                                        first,
                                        x,
                                        first));
                    }
                });
    }

    /** Places in the transpose, whose rows are the columns of this matrix. */
    CompressedRows transposedPlaces(int[] starts, int[] rowOf) {
        int count = columns();
        int length = rows();
        return new CompressedRows(count, length, starts, rowOf);
    }

    /** The entries by columns; counted when first asked for. */
    private CollectedColumns collected() {
        if (collected == null) {
            collected = new CollectedColumns(this);
        }
        return collected;
    }

    @Override
    public boolean hasBlockMinimizer() {
        return loss().isQuadratic();
    }

    @Override
    public double minimizeBlock(Factors w, int k, double lambda) {
        return hasBlockMinimizer()
                ? regressions().minimize(w, k, lambda)
                : super.minimizeBlock(w, k, lambda);
    }

    @Override
    public BlockMinimizer minimizerBeside(Factors fixed) {
        return hasBlockMinimizer() ? regressions().beside(fixed) : super.minimizerBeside(fixed);
    }

    private SourcedRegressions regressions() {
        if (regressions == null) {
            regressions = new SourcedRegressions(this, collected(), workers());
        }
        return regressions;
    }

    /** {@inheritDoc} From their inner products, in one pass, if the entries are many. */
    @Override
    public Panel units(Factors w) {
        if (w.rank() * (double) entries() <= FEW_OUTPUTS) {
            return super.units(w);
        }
        Panel nothing = Panel.zeros(w.rank(), w.rank());
        OutputGram gram = new OutputGram(w, nothing, nothing);
        forSlices(0, rows(), new EntrySlice(), this::checkCancelled, gram::add);
        return gram.root();
    }
}
