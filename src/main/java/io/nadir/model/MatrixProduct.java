package io.nadir.model;

import io.nadir.kernel.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.kernel.Workers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * φ(u, v) = u·vᵀ with dense data Y (m×n) and a loss, X = U·Vᵀ. G is ∇ℓ(Y, X), for the squared loss
 * X − Y; no method forms it as a whole.
 *
 * <p>Each method is one pass over Y, cut into chunks that depend on the shape alone: the result has
 * the same bits for every number of threads. Warm calls on one thread allocate nothing. Not
 * thread-safe; the data may be shared among instances.
 */
public final class MatrixProduct implements FactorizationMap, AutoCloseable {
    /** Beyond this, squares of squares leave float64. */
    private static final int LARGEST_EXPONENT = 200;

    private final DenseMatrix y;
    private final Loss loss;
    private final Workers workers;
    private final DenseKernels kernels = Kernels.get();
    private final PanelProducts products = new PanelProducts();
    private final RowPlan plan;
    private final ResidualPass residualPass;
    private final GramPass gramPass;
    private final ResidualGramPass residualGramPass;

    /** Binds data and loss, to be worked on by the calling thread alone. */
    public MatrixProduct(DenseMatrix y, Loss loss) {
        this(y, loss, 1, null);
    }

    /**
     * Binds data and loss to threads.
     *
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that {@link #close} ends
     */
    public MatrixProduct(DenseMatrix y, Loss loss, int threads, @Nullable Executor executor) {
        int magnitude = Math.getExponent(y.maxAbs());
        if (y.maxAbs() > 0 && Math.abs(magnitude) > LARGEST_EXPONENT) {
            throw new IllegalArgumentException(
                    "largest magnitude of the data = "
                            + y.maxAbs()
                            + ", allowed is 0 or 2^-200 to 2^200: use DenseMatrix.timesPowerOfTwo");
        }
        this.y = y;
        this.loss = loss;
        this.workers = new Workers(threads, executor);
        this.plan = new RowPlan(y);
        this.residualPass = new ResidualPass();
        this.gramPass = new GramPass();
        this.residualGramPass = new ResidualGramPass();
    }

    /** Ends threads of its own; a caller's executor is left alone. */
    @Override
    public void close() {
        workers.close();
    }

    /** The data. */
    public DenseMatrix data() {
        return y;
    }

    /** ½‖Y‖², the squared loss at X = 0. */
    public double halfSquare() {
        return 0.5 * y.frobenius() * y.frobenius();
    }

    @Override
    public List<Integer> dimensions() {
        return List.of(y.rows(), y.columns());
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public Loss loss() {
        return loss;
    }

    @Override
    public double evaluate(Factors w, Factors gradient) {
        gradient.setRank(w.rank());
        return residual(w, w.block(1), w.block(0), gradient.block(0), gradient.block(1));
    }

    /** curvature · ‖F‖₂² with F the other factor. */
    @Override
    public double lipschitz(Factors w, int k) {
        Panel other = w.block(1 - Checks.index("k", k, 2));
        int r = other.columns();
        if (r == 0) {
            return 0;
        }
        Panel gram = products.transposeMultiply(other, other);
        return loss.curvature() * SmallDense.symmetricEigen(gram).values()[0];
    }

    /**
     * GB = G·B and GC = Gᵀ·C in one pass, both overwritten. B n×p, C m×q, GB m×p, GC n×q, none of
     * them the same as another output.
     *
     * @return ℓ(Y, X)
     */
    public double residual(Factors w, Panel b, Panel c, Panel gb, Panel gc) {
        return residualPass.execute(w, b, c, gb, gc);
    }

    /** Whether {@link #gram} applies: to the squared loss. */
    public boolean hasFastGram() {
        return loss instanceof SquaredLoss;
    }

    /**
     * T = −G·B and S = −Gᵀ·T in one pass for the squared loss, from Y and the factors without
     * forming entries of G: 4·m·n flops for each column of B. Rounding errors in S are about
     * u·‖Y‖₂².
     */
    public void gram(Factors w, Panel b, Panel t, Panel s) {
        gramPass.execute(w, b, t, s);
    }

    /**
     * The same for every loss, entries of G formed a few rows at a time: 2·m·n·r flops more, and
     * rounding errors that are not magnified by ‖Y‖.
     */
    public void residualGram(Factors w, Panel b, Panel t, Panel s) {
        residualGramPass.execute(w, b, t, s);
    }

    /** From now on passes are cancelled, as by an interruption, once {@code nanos} have passed. */
    public void cancelAfter(long nanos) {
        workers.cancelAfter(nanos);
    }

    /**
     * For long work outside the passes.
     *
     * @throws io.nadir.kernel.WorkInterruptedException if the thread was interrupted or the time
     *     has passed
     */
    public void checkCancelled() {
        workers.checkCancelled();
    }

    private static Panel fit(Panel panel, int rows, int columns) {
        if (panel.rows() == rows && panel.stride() == Panel.paddedStride(columns)) {
            return panel.setColumns(columns).clear();
        }
        return Panel.zeros(rows, columns);
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

    /** The pass of {@link MatrixProduct#residual}. */
    private final class ResidualPass extends Pass {
        private final double[] losses = new double[plan.size()];
        private Factors w = Factors.empty(1, 1);
        private Panel b = Panel.zeros(0, 0);
        private Panel c = b;
        private Panel gb = b;

        double execute(Factors point, Panel right, Panel left, Panel gRight, Panel gLeft) {
            w = point;
            b = right;
            c = left;
            gb = gRight;
            sweep(y.columns(), left.columns(), gLeft);
            double total = 0;
            for (double part : losses) {
                total += part;
            }
            return total;
        }

        @Override
        void begin(int chunk) {
            losses[chunk] = 0;
        }

        @Override
        void slice(int chunk, Panel block, long from, long to, Panel sum, Workers.Context context) {
            losses[chunk] +=
                    kernels.residualGradient(
                            loss,
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

    /** The pass of {@link MatrixProduct#gram}. */
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
            vtb = fit(vtb, r, columns);
            kernels.transposeMultiplyAdd(v, 0, v.rows(), b, vtb, products.scratch());
            small.shape(r, columns);
            sweep(y.columns(), columns, result);
            utt = fit(utt, r, columns);
            small.total(utt);
            products.subtractProduct(v, utt, result);
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

    /** The pass of {@link MatrixProduct#residualGram}. */
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
                    loss, block, from, to, w.block(0), w.block(1), b, t, sum, context.scratch());
        }
    }
}
