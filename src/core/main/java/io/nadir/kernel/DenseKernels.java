package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

/**
 * The dense kernels: checked public methods over unchecked bodies, which {@code kernel.scalar}
 * writes as plain loops and {@code kernel.simd} with vectors.
 *
 * <p>Every kernel works on the rows {@code from} (included) to {@code to} (excluded), global
 * indices, of a row block of the data; factors have one row for each row or column of the data, and
 * {@code firstRow() == 0}. Letters: Y is p×n data; U, T, GU have a row for each row of the data, V,
 * B, W, GV a row for each column of it. "+=" accumulates, "=" overwrites. No output may overlap
 * another argument.
 *
 * <p>The order of additions depends on the shapes and on the implementation, never on the number of
 * threads. Kernels are stateless and thread-safe; memory that they need beside their arguments is
 * the caller's {@link Scratch}. Once that is warm, a call allocates nothing.
 *
 * <p>Public methods check shapes and throw {@link IllegalArgumentException}; numbers are not
 * checked here (a NaN gives NaN).
 */
public abstract class DenseKernels {
    /** Rows of float32 whose products are summed up before they are added to a Gram matrix. */
    public static final int FLOAT_CHAIN = 128;

    /** For subclasses. */
    protected DenseKernels() {}

    /** Name of this implementation: {@code scalar} or {@code simd}. */
    public abstract String name();

    /** Name and what matters about this instance, for reports: {@code simd 256-bit}, say. */
    public String describe() {
        return name();
    }

    /**
     * C[from:to] += A[from:to] · B, with A p×q, B q×r, C p×r. 2·p·q·r flops.
     *
     * <p>Fastest for r up to about 64: then B stays in cache.
     */
    public final void multiplyAdd(Panel a, long from, long to, Panel b, Panel c, Scratch scratch) {
        checkRows("a", a, from, to);
        checkRows("c", c, from, to);
        Checks.equal("b.rows()", b.rows(), "a.columns()", a.columns());
        Checks.equal("c.columns()", c.columns(), "b.columns()", b.columns());
        multiplyAddUnchecked(a, from, to, b, c, scratch);
    }

    /** C += A[from:to]ᵀ · B[from:to], with A p×q, B p×r, C q×r. 2·p·q·r flops. */
    public final void transposeMultiplyAdd(
            Panel a, long from, long to, Panel b, Panel c, Scratch scratch) {
        checkRows("a", a, from, to);
        checkRows("b", b, from, to);
        Checks.equal("c.rows()", c.rows(), "a.columns()", a.columns());
        Checks.equal("c.columns()", c.columns(), "b.columns()", b.columns());
        transposeMultiplyAddUnchecked(a, from, to, 0, b, c, scratch);
    }

    /**
     * One pass of the block power step on the residual R = Y − U·Vᵀ, which is never formed. Given C
     * = Vᵀ·B: T = Y·B − U·C (that is R·B), W += Yᵀ·T and S += Uᵀ·T, all over the rows from:to. The
     * caller completes RᵀR·B = W − V·S.
     *
     * <p>Y p×n; U p×r; C, S r×b; B, W n×b; T p×b. r may be 0. 4·p·n·b + 4·p·r·b flops, 8·p·n bytes.
     *
     * <p>Accuracy: rounding errors in T are relative to (‖Y‖_F + ‖U‖_F‖V‖_F)‖B‖_F, those in W − V·S
     * to the same with T in place of B, besides what Rᵀ makes of errors in T.
     */
    public final void gramMultiply(
            Panel y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        checkRows("y", y, from, to);
        checkGram(y.columns(), from, to, b, u, c, t, w, s);
        gramMultiplyUnchecked(y, from, to, b, u, c, t, w, s, scratch);
    }

    /**
     * Computes {@link #gramMultiply(Panel, long, long, Panel, Panel, Panel, Panel, Panel, Panel,
     * Scratch)} of rows of float32, with the same bits as for their float64 copy. 4·p·n bytes.
     */
    public final void gramMultiply(
            FloatRows y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        if (!readsFloats(b.columns())) {
            Panel rows = y.panel(from, to, RowWindow.of(scratch));
            gramMultiply(rows, from, to, b, u, c, t, w, s, scratch);
            return;
        }
        checkRange("y", y.firstRow(), y.rows(), from, to);
        checkGram(y.columns(), from, to, b, u, c, t, w, s);
        gramMultiplyUnchecked(y, from, to, b, u, c, t, w, s, scratch);
    }

    /**
     * The residual gradient of a general loss in one pass, G never stored: with X = U·Vᵀ and G =
     * ∂ℓ/∂X (Y, X), GB = G·B and GC += Gᵀ·C over the rows from:to. With B = V and C = U these are
     * the gradients in U and V.
     *
     * <p>Y p×n; U p×r; V n×r; B n×q; C p×s; GB p×q; GC n×s; r, q and s may be 0. 2·p·n·(r + q + s)
     * flops, 8·p·n bytes.
     *
     * @return Σ ℓ(Y, X) over these rows
     */
    public final double residualGradient(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel c,
            Panel gb,
            Panel gc,
            Scratch scratch) {
        checkProduct(y, from, to, u, v);
        checkRows("c", c, from, to);
        checkRows("gb", gb, from, to);
        Checks.equal("b.rows()", b.rows(), "y.columns()", y.columns());
        Checks.equal("gc.rows()", gc.rows(), "y.columns()", y.columns());
        Checks.equal("gb.columns()", gb.columns(), "b.columns()", b.columns());
        Checks.equal("gc.columns()", gc.columns(), "c.columns()", c.columns());
        return residualGradientUnchecked(loss, y, from, to, u, v, b, c, gb, gc, scratch);
    }

    /**
     * The block power step on the gradient G of a general loss, G formed a few rows at a time: T =
     * G·B and W += Gᵀ·T over the rows from:to.
     *
     * <p>Shapes as in {@link #residualGradient}; B, W n×b; T p×b. 2·p·n·r + 4·p·n·b flops, 8·p·n
     * bytes. Rounding errors are those of forming G, not magnified.
     */
    public final void residualGramMultiply(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel t,
            Panel w,
            Scratch scratch) {
        checkProduct(y, from, to, u, v);
        checkRows("t", t, from, to);
        checkGram(y.columns(), b, t, w);
        residualGramMultiplyUnchecked(loss, y, from, to, u, v, b, t, w, scratch);
    }

    /**
     * X[from:to] = U[from:to] · Vᵀ, the map Φ_r. U p×r, V n×r, X p×n; r may be 0. 2·p·n·r flops.
     */
    public final void product(Panel u, Panel v, long from, long to, Panel x, Scratch scratch) {
        checkProduct(x, from, to, u, v);
        productUnchecked(u, v, from, to, x, scratch);
    }

    /**
     * Lower triangle of C += A[from:to]ᵀ · A[from:to], the Gram matrix of the rows of A. A p×q, C
     * q×q; what lies above the diagonal of C is arbitrary. About p·q² flops.
     */
    public final void gramLower(Panel a, long from, long to, Panel c, Scratch scratch) {
        checkRows("a", a, from, to);
        Checks.equal("c.rows()", c.rows(), "a.columns()", a.columns());
        Checks.equal("c.columns()", c.columns(), "a.columns()", a.columns());
        gramLowerUnchecked(a, from, to, 0, a.columns(), c, scratch);
    }

    /** Room for rows of float32, all zeros, in the panels that {@link #gramLower} reads. */
    public final FloatPanels floatPanels(int rows, int columns) {
        return FloatPanels.zeros(rows, columns, floatPanel());
    }

    /**
     * Lower triangle of C += A[0:rows]ᵀ·A[0:rows] in float32 throughout. A p×q, C q×q. About
     * rows·q² flops.
     *
     * <p>Each {@link #FLOAT_CHAIN} rows are summed up by themselves, in any order, with or without
     * fused multiply-add. These sums are added up in their order, and what results is added to C.
     * So a term goes through at most {@code FLOAT_CHAIN} roundings, and one more for each {@code
     * FLOAT_CHAIN} rows or part of them.
     *
     * @param a in panels of these kernels
     */
    public final void gramLower(FloatPanels a, int rows, FloatSquare c, Scratch scratch) {
        checkFloats(a, rows, c);
        gramLowerUnchecked(a, rows, 0, a.columns(), c, scratch);
    }

    /**
     * X ← L⁻¹·X in float32, for the panels of X from {@code first} to {@code end}. L r×r, rounded
     * to float32 before, of which the lower triangle is read, r ≤ {@link #FLOAT_CHAIN}; X the first
     * r rows of the panels. r² flops for each column.
     *
     * <p>Every element is computed by the textbook formula x_ij = (x_ij − Σ l_ik x_kj) / l_ii, with
     * a correctly rounded division, the sum in any order, with or without fused multiply-add; no
     * inverse is formed. So Lemma 8.4 of Higham holds: each product of the row i, counted from 1,
     * is off by γ_i, relative to itself.
     *
     * @param x X, from {@link #floatPanels}; its rows are replaced
     */
    public final void solveLower(Panel l, FloatPanels x, int first, int end, Scratch scratch) {
        Checks.equal("l.rows()", l.rows(), "l.columns()", l.columns());
        Checks.equal("x.width()", x.width(), "columns of a panel", floatPanel());
        int most = Math.min(FLOAT_CHAIN, x.rows());
        if (l.rows() > most) {
            throw new IllegalArgumentException(
                    "l.rows() = " + l.rows() + ", allowed is up to " + most);
        }
        int panels = Math.ceilDiv(x.columns(), x.width());
        if (first < 0 || first > end || end > panels) {
            throw new IllegalArgumentException(
                    String.format(
                            "panels %d to %d of x, allowed are ranges within 0 to %d",
                            first, end, panels));
        }
        solveLowerUnchecked(l, x, first, end, scratch);
    }

    /**
     * Cholesky factorization A = L·Lᵀ in place, reading and writing the lower triangle; what lies
     * above the diagonal becomes arbitrary. n³/3 flops.
     *
     * <p>Every element of L is computed by the textbook formulas, l_jj = sqrt(a_jj − Σ l_jk²) and
     * l_ij = (a_ij − Σ l_ik l_jk) / l_jj, with a correctly rounded square root and division, sums
     * in any order, with or without fused multiply-add; no inverse and no fast matrix product is
     * formed. So the componentwise bound of Higham, Accuracy and Stability of Numerical Algorithms,
     * Theorem 10.3 holds: |A − L·Lᵀ| ≤ γ_{n+1} |L|·|L|ᵀ.
     *
     * @param checkpoint called every few milliseconds; may throw to give up
     * @return whether it ran to completion: every pivot was greater than 0 and finite
     */
    public final boolean cholesky(Panel a, Scratch scratch, Runnable checkpoint) {
        Checks.equal("a.rows()", a.rows(), "a.columns()", a.columns());
        return choleskyUnchecked(a, scratch, checkpoint, null);
    }

    /**
     * The same bits, on several threads where the implementation has a use for them.
     *
     * @param checkpoint called on the calling thread
     */
    final boolean cholesky(Panel a, Scratch scratch, Runnable checkpoint, Workers workers) {
        Checks.equal("a.rows()", a.rows(), "a.columns()", a.columns());
        return choleskyUnchecked(a, scratch, checkpoint, workers);
    }

    /** Σ x[i]·y[i] over {@code length} elements. */
    public abstract double dot(double[] x, int xOffset, double[] y, int yOffset, int length);

    /** y[i] ← x[i] over {@code length} elements; returns Σ (y[i] − x[i])² of what was there. */
    public abstract double replace(double[] x, int xOffset, double[] y, int yOffset, int length);

    /** y[i] += α·x[i] over {@code length} elements. */
    public abstract void axpy(
            double alpha, double[] x, int xOffset, double[] y, int yOffset, int length);

    /**
     * y[i] += Σ_j factors[j]·x[xOffset + j·stride + i] over {@code length} elements, for j from
     * {@code from} to {@code to}: as many calls of {@link #axpy}, with their bits, but y is read
     * and written once.
     */
    public abstract void addMultiples(
            double[] factors,
            int from,
            int to,
            double[] x,
            int xOffset,
            int stride,
            double[] y,
            int yOffset,
            int length);

    /** x[i] *= α over {@code length} elements. */
    public abstract void scale(double alpha, double[] x, int offset, int length);

    /** Largest |x[i]|, 0 if there is none; NaN if any element is NaN. */
    public abstract double maxAbs(double[] x, int offset, int length);

    /** y[i] = x[i], which is exact, over {@code length} elements. */
    public abstract void widen(float[] x, int xOffset, double[] y, int yOffset, int length);

    /** y[i] = x[i] where x[i] &gt; 0, else a·x[i], for i &lt; {@code length}; y may be x. */
    public abstract void rectify(double a, double[] x, double[] y, int length);

    /**
     * The adjoint of the derivative of {@link #rectify}: h[i] = g[i] where x[i] &gt; 0, else
     * a·g[i], for i &lt; {@code length}; h may be g.
     */
    public abstract void rectifyAdjoint(double a, double[] x, double[] g, double[] h, int length);

    /**
     * A product of threads is cut at multiples of so many rows of its result: then each part has
     * the bits of the whole. A·B, Aᵀ·B and Gram matrices of float64 and float32 in turn.
     */
    public record Grain(int multiply, int transposeMultiply, int gram, int floatGram) {}

    /**
     * Tells that matrices of so many rows and columns will be worked on, before anything else is:
     * an implementation may begin otherwise for a small one. It changes no result.
     */
    public void expect(long rows, int columns) {}

    /** Where the products of this implementation may be cut. */
    protected abstract Grain grain();

    /** Body of {@link #multiplyAdd}. */
    protected abstract void multiplyAddUnchecked(
            Panel a, long from, long to, Panel b, Panel c, Scratch scratch);

    /**
     * Body of {@link #transposeMultiplyAdd}, for the columns of A from {@code first} on that belong
     * to the rows of C.
     */
    protected abstract void transposeMultiplyAddUnchecked(
            Panel a, long from, long to, int first, Panel b, Panel c, Scratch scratch);

    /** Body of {@link #gramMultiply}. */
    protected abstract void gramMultiplyUnchecked(
            Panel y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch);

    /** Whether rows of float32 are read where they are if B has a number of columns. */
    protected boolean readsFloats(int columns) {
        return false;
    }

    /** Body of {@link #gramMultiply} for rows of float32, where {@link #readsFloats}. */
    protected void gramMultiplyUnchecked(
            FloatRows y,
            long from,
            long to,
            Panel b,
            Panel u,
            Panel c,
            Panel t,
            Panel w,
            Panel s,
            Scratch scratch) {
        throw new UnsupportedOperationException("rows of float32 are not read where they are");
    }

    /** Body of {@link #residualGradient}. */
    protected abstract double residualGradientUnchecked(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel c,
            Panel gb,
            Panel gc,
            Scratch scratch);

    /** Body of {@link #residualGramMultiply}. */
    protected abstract void residualGramMultiplyUnchecked(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel u,
            Panel v,
            Panel b,
            Panel t,
            Panel w,
            Scratch scratch);

    /** Body of {@link #product}. */
    protected abstract void productUnchecked(
            Panel u, Panel v, long from, long to, Panel x, Scratch scratch);

    /**
     * Body of {@link #gramLower(Panel, long, long, Panel, Scratch)}, for the rows of C from {@code
     * first} to {@code end}.
     */
    protected abstract void gramLowerUnchecked(
            Panel a, long from, long to, int first, int end, Panel c, Scratch scratch);

    /** Body of {@link #gramLower(FloatPanels, int, FloatSquare, Scratch)}, as above. */
    protected abstract void gramLowerUnchecked(
            FloatPanels a, int rows, int first, int end, FloatSquare c, Scratch scratch);

    /** Columns of a panel of {@link FloatPanels}. */
    protected abstract int floatPanel();

    /** Body of {@link #solveLower}, which has the same bits wherever panels are cut. */
    protected abstract void solveLowerUnchecked(
            Panel l, FloatPanels x, int first, int end, Scratch scratch);

    /**
     * Body of {@link #cholesky}, whose bits are the same for every number of threads.
     *
     * @param workers null for the calling thread alone
     */
    protected abstract boolean choleskyUnchecked(
            Panel a, Scratch scratch, Runnable checkpoint, @Nullable Workers workers);

    private static void checkProduct(Panel x, long from, long to, Panel u, Panel v) {
        checkRows("x", x, from, to);
        checkRows("u", u, from, to);
        Checks.equal("v.rows()", v.rows(), "x.columns()", x.columns());
        Checks.equal("v.columns()", v.columns(), "u.columns()", u.columns());
    }

    private static void checkGram(
            int columns, long from, long to, Panel b, Panel u, Panel c, Panel t, Panel w, Panel s) {
        checkRows("u", u, from, to);
        checkRows("t", t, from, to);
        checkGram(columns, b, t, w);
        Checks.equal("c.rows()", c.rows(), "u.columns()", u.columns());
        Checks.equal("s.rows()", s.rows(), "u.columns()", u.columns());
        Checks.equal("c.columns()", c.columns(), "b.columns()", b.columns());
        Checks.equal("s.columns()", s.columns(), "b.columns()", b.columns());
    }

    private static void checkGram(int columns, Panel b, Panel t, Panel w) {
        Checks.equal("b.rows()", b.rows(), "y.columns()", columns);
        Checks.equal("w.rows()", w.rows(), "y.columns()", columns);
        Checks.equal("t.columns()", t.columns(), "b.columns()", b.columns());
        Checks.equal("w.columns()", w.columns(), "b.columns()", b.columns());
    }

    final void checkFloats(FloatPanels a, int rows, FloatSquare c) {
        Checks.equal("a.width()", a.width(), "columns of a panel", floatPanel());
        checkRange("a", 0, a.rows(), 0, rows);
        Checks.equal("c.order()", c.order(), "a.columns()", a.columns());
    }

    static void checkRows(String name, Panel panel, long from, long to) {
        checkRange(name, panel.firstRow(), panel.rows(), from, to);
    }

    private static void checkRange(String name, long firstRow, int rows, long from, long to) {
        long end = firstRow + rows;
        if (from < firstRow || from > to || to > end) {
            throw new IllegalArgumentException(
                    String.format(
                            "rows %d to %d of %s, allowed are ranges within %d to %d",
                            from, to, name, firstRow, end));
        }
    }
}
