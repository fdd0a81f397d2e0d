package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

/**
 * Products of whole panels, with working memory that is kept from call to call. With threads, large
 * products are cut into parts that have the bits of the whole. Large ones go to a BLAS of the
 * system where one was chosen ({@link LinearAlgebra}), except for Gram matrices, on which proofs
 * stand. Not thread-safe: one instance for each algorithm.
 */
public final class PanelProducts {
    private static final DenseKernels KERNELS = Kernels.get();

    /** Operations that are worth another thread. */
    private static final double WORTH = 1e7;

    /** The same in a factorization, whose threads wait for each other at every block. */
    private static final double WORTH_FACTORING = 1e8;

    private final Scratch scratch = new Scratch();
    private final @Nullable Workers workers;
    private final boolean library;

    /** One part of a product: some rows of its result. */
    @FunctionalInterface
    private interface Part {
        void run(int from, int to, Scratch scratch);
    }

    /** Makes an instance that holds no memory yet and works on the thread that calls it. */
    public PanelProducts() {
        this(null, true);
    }

    /**
     * Makes an instance that holds no memory yet.
     *
     * @param workers the threads, none of whose tasks may use this instance
     */
    public PanelProducts(Workers workers) {
        this(workers, true);
    }

    private PanelProducts(@Nullable Workers workers, boolean library) {
        this.workers = workers;
        this.library = library;
    }

    /** Makes an instance for proofs, whose products are Nadir's own at every size. */
    public static PanelProducts ofKernels() {
        return new PanelProducts(null, false);
    }

    /** The working memory, for other kernels of the same algorithm. */
    public Scratch scratch() {
        return scratch;
    }

    /** A·B, a new panel. */
    public Panel multiply(Panel a, Panel b) {
        Panel out = Panel.zeros(a.rows(), b.columns());
        add(a, b, out);
        return out;
    }

    /** C ← A·B. */
    public void multiplyInto(Panel a, Panel b, Panel c) {
        c.clear();
        add(a, b, c);
    }

    /** Aᵀ·B, a new panel. */
    public Panel transposeMultiply(Panel a, Panel b) {
        Panel out = Panel.zeros(a.columns(), b.columns());
        addTransposed(a, b, out);
        return out;
    }

    /** C ← Aᵀ·B. */
    public void transposeMultiplyInto(Panel a, Panel b, Panel c) {
        c.clear();
        addTransposed(a, b, c);
    }

    /** C ← C − A·B; B becomes −B. */
    public void subtractProduct(Panel a, Panel b, Panel c) {
        KERNELS.scale(-1, b.data(), 0, b.data().length);
        add(a, b, c);
    }

    /** A ← A − Q·(Qᵀ·A), the components outside the column space of an orthonormal Q. */
    public void removeComponents(Panel q, Panel a) {
        subtractProduct(q, transposeMultiply(q, a), a);
    }

    /** An orthonormal basis of the column space of {@code a}, which is not changed. */
    public Panel orthonormalBasis(Panel a) {
        Panel q = Panels.copy(a);
        ThinQr.factor(q, this);
        ThinQr.dropZeroColumns(q);
        return q;
    }

    /**
     * Lower triangle of C += A[from:to]ᵀ·A[from:to], as {@link DenseKernels#gramLower(Panel, long,
     * long, Panel, Scratch)}.
     */
    public void addGramLower(Panel a, long from, long to, Panel c) {
        double n = a.columns();
        if (threads(n * n * (to - from)) == 1) {
            KERNELS.gramLower(a, from, to, c, scratch);
            return;
        }
        DenseKernels.checkRows("a", a, from, to);
        checkShape(c, a.columns(), a.columns());
        // Equal areas of the triangle.
        cut(
                a.columns(),
                KERNELS.grain().gram(),
                0.5,
                (first, end, own) -> KERNELS.gramLowerUnchecked(a, from, to, first, end, c, own));
    }

    /**
     * The same in float32, as {@link DenseKernels#gramLower(FloatPanels, int, FloatSquare,
     * Scratch)}.
     *
     * @param checkpoint called on this thread every few milliseconds if it works alone; may throw
     *     to give up
     */
    public void addGramLower(FloatPanels a, int rows, FloatSquare c, Runnable checkpoint) {
        KERNELS.checkFloats(a, rows, c);
        addGramLower(a, rows, a.columns(), c, checkpoint);
    }

    /** For the first {@code n} columns alone; what lies beyond them in C becomes arbitrary. */
    void addGramLower(FloatPanels a, int rows, int n, FloatSquare c, Runnable checkpoint) {
        Workers all = workers;
        int blocks = Math.ceilDiv(n, KERNELS.grain().floatGram());
        if (all == null || threads((double) n * n * rows) == 1) {
            for (int block = 0; block < blocks; block++) {
                checkpoint.run();
                addGramBlock(a, rows, block, n, c, scratch);
            }
            return;
        }
        // The last blocks are the largest, and come first: so threads end at about the same time.
        all.run(
                blocks,
                (index, context) ->
                        addGramBlock(a, rows, blocks - 1 - index, n, c, context.scratch()));
    }

    private static void addGramBlock(
            FloatPanels a, int rows, int block, int n, FloatSquare c, Scratch scratch) {
        int first = block * KERNELS.grain().floatGram();
        int end = Math.min(n, first + KERNELS.grain().floatGram());
        KERNELS.gramLowerUnchecked(a, rows, first, end, c, scratch);
    }

    /** X ← L⁻¹·X for at least the first {@code n} columns, as {@link DenseKernels#solveLower}. */
    void solveLower(Panel l, FloatPanels x, int n) {
        int panels = Math.ceilDiv(n, x.width());
        if (threads((double) l.rows() * l.rows() * n) == 1) {
            KERNELS.solveLower(l, x, 0, panels, scratch);
            return;
        }
        cut(panels, 1, 1, (first, end, own) -> KERNELS.solveLower(l, x, first, end, own));
    }

    /**
     * Cholesky factorization in place, as {@link DenseKernels#cholesky}.
     *
     * @param checkpoint called on this thread every few milliseconds if it works alone, and else
     *     before each block of columns; may throw to give up
     */
    public boolean cholesky(Panel a, Runnable checkpoint) {
        Workers all = workers;
        double n = a.rows();
        if (all == null || all.threads() == 1 || n * n * n / 3 < WORTH_FACTORING) {
            return KERNELS.cholesky(a, scratch, checkpoint);
        }
        return KERNELS.cholesky(a, scratch, checkpoint, all);
    }

    /**
     * Cholesky factorization B = GᵀG in float32 in place, B = −N, N n×n, G lower triangular; n³/3
     * flops. If it runs to completion, |B − GᵀG| ≤ γ_K·|G|ᵀ|G| but for underflow, γ with the unit
     * roundoff of float32 and K = {@link #floatRoundings}. The bits are the same for every number
     * of threads.
     *
     * @param n N, of which the lower triangle is read; becomes G
     * @param checkpoint called on this thread before each block of rows; may throw to give up
     * @return whether it ran to completion: every pivot was greater than 0 and finite
     */
    public boolean choleskyOfNegative(FloatSquare n, Runnable checkpoint) {
        return new FloatCholesky(n, this, checkpoint).factor();
    }

    /** K of {@link #choleskyOfNegative}. */
    public static int floatRoundings(int order) {
        return FloatCholesky.roundings(order);
    }

    private void add(Panel a, Panel b, Panel c) {
        if (library && LargeProducts.add(a, false, b, c, workers)) {
            return;
        }
        if (threads(2.0 * a.rows() * a.columns() * b.columns()) == 1) {
            KERNELS.multiplyAdd(a, 0, a.rows(), b, c, scratch);
            return;
        }
        cut(
                a.rows(),
                KERNELS.grain().multiply(),
                1,
                (from, to, own) -> KERNELS.multiplyAdd(a, from, to, b, c, own));
    }

    private void addTransposed(Panel a, Panel b, Panel c) {
        if (library && LargeProducts.add(a, true, b, c, workers)) {
            return;
        }
        if (threads(2.0 * a.rows() * a.columns() * b.columns()) == 1) {
            KERNELS.transposeMultiplyAdd(a, 0, a.rows(), b, c, scratch);
            return;
        }
        Checks.equal("b.rows()", b.rows(), "a.rows()", a.rows());
        checkShape(c, a.columns(), b.columns());
        cut(
                a.columns(),
                KERNELS.grain().transposeMultiply(),
                1,
                (first, end, own) -> {
                    Panel part = Panel.zeros(end - first, b.columns());
                    copyRows(c, first, part, 0, end - first);
                    KERNELS.transposeMultiplyAddUnchecked(a, 0, a.rows(), first, b, part, own);
                    copyRows(part, 0, c, first, end - first);
                });
    }

    private static void checkShape(Panel c, int rows, int columns) {
        Checks.equal("c.rows()", c.rows(), "a.columns()", rows);
        Checks.equal("c.columns()", c.columns(), "columns of the product", columns);
    }

    private static void copyRows(Panel source, int from, Panel target, int to, int rows) {
        for (int i = 0; i < rows; i++) {
            int at = (from + i) * source.stride();
            int into = (to + i) * target.stride();
            System.arraycopy(source.data(), at, target.data(), into, source.columns());
        }
    }

    private int threads(double operations) {
        return workers == null || operations < WORTH ? 1 : workers.threads();
    }

    /**
     * Runs a part for each thread. Rows up to i cost i^(1/power) of a unit.
     *
     * @param grain multiples of which are between two parts
     */
    private void cut(int rows, int grain, double power, Part part) {
        Workers all = workers;
        if (all == null) {
            throw new IllegalStateException("no threads");
        }
        int parts = all.threads();
        all.run(
                parts,
                (index, context) -> {
                    int from = bound(rows, grain, (double) index / parts, power);
                    int to = bound(rows, grain, (index + 1.0) / parts, power);
                    if (from < to) {
                        part.run(from, to, context.scratch());
                    }
                });
    }

    private static int bound(int rows, int grain, double share, double power) {
        long units = Math.round(rows * Math.pow(share, power) / grain);
        return share == 1 ? rows : (int) Math.min(rows, units * grain);
    }
}
