package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

/**
 * The kernels of a sparse matrix S in compressed rows: checked public methods over unchecked
 * bodies, which {@code kernel.scalar} writes as plain loops and {@code kernel.simd} with vectors.
 *
 * <p>Every kernel works on the rows {@code from} (included) to {@code to} (excluded), and writes
 * only what belongs to them; arrays of values may be longer than there are entries. A row is summed
 * in the order of its entries whatever the range is: the result does not depend on how rows are
 * shared among threads. Letters: S is p×q; U and T have a row for each row of it, V and B a row for
 * each column. "=" overwrites. No output may overlap another argument.
 *
 * <p>Panels must have a stride that is a multiple of {@link Panel#LANES} and zero padding, as those
 * of {@link Panel#zeros} do: kernels read rows in whole vectors. Kernels are stateless and
 * thread-safe, and allocate nothing once their {@link Scratch} is warm.
 *
 * <p>Public methods check shapes and throw {@link IllegalArgumentException}; numbers are not
 * checked here (a NaN gives NaN).
 */
public abstract class SparseKernels {
    /** For subclasses. */
    protected SparseKernels() {}

    /**
     * T[from:to] = S[from:to] · B, B q×b, T p×b. 2·b flops for each entry, 12 bytes, and a row of
     * B.
     *
     * @param values of the entries
     */
    public final void multiply(
            CompressedRows s, double[] values, int from, int to, Panel b, Panel t) {
        checkRows(s, from, to);
        checkValues("values.length", values, s);
        checkPanel("b.rows()", b, "s.columns()", s.columns());
        checkPanel("t.rows()", t, "s.rows()", s.rows());
        Checks.equal("t.columns()", t.columns(), "b.columns()", b.columns());
        multiplyUnchecked(s, values, from, to, b, t);
    }

    /**
     * W = W + S[from:to]ᵀ · T[from:to], T p×b, W q×b: a row of W for each entry is read and
     * written, in the order of the entries. 2·b flops for each. All of W belongs to these rows, so
     * that each thread needs one of its own.
     *
     * @param values of the entries
     */
    public final void addTransposed(
            CompressedRows s, double[] values, int from, int to, Panel t, Panel w) {
        checkRows(s, from, to);
        checkValues("values.length", values, s);
        checkPanel("t.rows()", t, "s.rows()", s.rows());
        checkPanel("w.rows()", w, "s.columns()", s.columns());
        Checks.equal("w.columns()", w.columns(), "t.columns()", t.columns());
        addTransposedUnchecked(s, values, from, to, t, w);
    }

    /**
     * The entries of U·Vᵀ at the places of S: x[e] = u_i·v_j. U p×r, V q×r; r may be 0. 2·r flops
     * for each entry, 12 bytes, and a row of V.
     */
    public final void sampledProduct(
            CompressedRows s, int from, int to, Panel u, Panel v, double[] x) {
        checkRows(s, from, to);
        checkValues("x.length", x, s);
        checkFactors(s, u, v);
        sampledProductUnchecked(s, from, to, u, v, x);
    }

    /**
     * The residual gradient of a loss on the entries alone, in one pass: with x[e] = u_i·v_j, g[e]
     * = ∂ℓ/∂x (y[e], x[e]) and GB = G·B.
     *
     * <p>U p×r; V q×r; B q×b; GB p×b; r and b may be 0. 2·(r + b) flops for each entry, 20 bytes,
     * and rows of V and B.
     *
     * @param loss called on the entries of one row at a time
     * @param y values of the data
     * @return Σ ℓ(y[e], x[e]) over these rows
     */
    public final double residualGradient(
            ElementwiseLoss loss,
            CompressedRows s,
            double[] y,
            int from,
            int to,
            Panel u,
            Panel v,
            Panel b,
            double[] g,
            Panel gb) {
        checkRows(s, from, to);
        checkValues("y.length", y, s);
        checkValues("g.length", g, s);
        checkFactors(s, u, v);
        checkPanel("b.rows()", b, "s.columns()", s.columns());
        checkPanel("gb.rows()", gb, "s.rows()", s.rows());
        Checks.equal("gb.columns()", gb.columns(), "b.columns()", b.columns());
        return residualGradientUnchecked(loss, s, y, from, to, u, v, b, g, gb);
    }

    /**
     * Row by row the minimizer of ½ Σ weight·(y[e] − u_i·v_j)² + (λ/2)‖u_i‖² over u_i, by the
     * Cholesky factorization of the r×r normal equations. A row whose factorization breaks down,
     * which takes a λ at the level of rounding, stays as it is.
     *
     * <p>U p×r, V q×r. About r² flops for each entry and r³/3 for each row.
     *
     * @param y values of the data
     * @param weights of the entries, 0 or more; null for weight 1
     * @param lambda more than 0
     * @return the sum of the values at U over these rows
     */
    public final double leastSquares(
            CompressedRows s,
            double[] y,
            double @Nullable [] weights,
            int from,
            int to,
            double lambda,
            Panel v,
            Panel u,
            Scratch scratch) {
        checkRows(s, from, to);
        checkValues("y.length", y, s);
        if (weights != null) {
            checkValues("weights.length", weights, s);
        }
        checkFactors(s, u, v);
        Checks.positiveFinite("lambda", lambda);
        return leastSquaresUnchecked(s, y, weights, from, to, lambda, v, u, scratch);
    }

    /**
     * Row by row the solution u_i of (scale_i·A + Σ weight·v_j·v_jᵀ + λI)·u_i = b_i, where the sum
     * goes over the entries of row i. It minimizes a least-squares problem over all columns whose
     * weights are a constant scale_i·c_j except at the entries. A row whose factorization breaks
     * down, which takes a λ at the level of rounding, stays as it is.
     *
     * <p>U p×r, V q×r. About r² flops for each entry and r³/3 for each row.
     *
     * @param weights of the entries, of either sign, but so that the matrix is positive definite
     * @param lambda more than 0
     * @param base A, r×r, symmetric
     * @param scales one for each row
     * @param right the rows b_i, p×r
     * @return Σ (½u_iᵀ(…)u_i − b_iᵀu_i) at U over these rows
     */
    public final double shiftedLeastSquares(
            CompressedRows s,
            double[] weights,
            int from,
            int to,
            double lambda,
            Panel base,
            double[] scales,
            Panel right,
            Panel v,
            Panel u,
            Scratch scratch) {
        checkRows(s, from, to);
        checkValues("weights.length", weights, s);
        checkFactors(s, u, v);
        checkPanel("base.rows()", base, "u.columns()", u.columns());
        Checks.equal("base.columns()", base.columns(), "u.columns()", u.columns());
        Checks.equal("scales.length", scales.length, "s.rows()", s.rows());
        checkPanel("right.rows()", right, "s.rows()", s.rows());
        Checks.equal("right.columns()", right.columns(), "u.columns()", u.columns());
        Checks.positiveFinite("lambda", lambda);
        return shiftedLeastSquaresUnchecked(
                s, weights, from, to, lambda, base, scales, right, v, u, scratch);
    }

    /** Body of {@link #multiply}. */
    protected abstract void multiplyUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel b, Panel t);

    /** Body of {@link #addTransposed}. */
    protected abstract void addTransposedUnchecked(
            CompressedRows s, double[] values, int from, int to, Panel t, Panel w);

    /** Body of {@link #sampledProduct}. */
    protected abstract void sampledProductUnchecked(
            CompressedRows s, int from, int to, Panel u, Panel v, double[] x);

    /** Body of {@link #residualGradient}. */
    protected abstract double residualGradientUnchecked(
            ElementwiseLoss loss,
            CompressedRows s,
            double[] y,
            int from,
            int to,
            Panel u,
            Panel v,
            Panel b,
            double[] g,
            Panel gb);

    /** Body of {@link #leastSquares}. */
    protected abstract double leastSquaresUnchecked(
            CompressedRows s,
            double[] y,
            double @Nullable [] weights,
            int from,
            int to,
            double lambda,
            Panel v,
            Panel u,
            Scratch scratch);

    /** Body of {@link #shiftedLeastSquares}. */
    protected abstract double shiftedLeastSquaresUnchecked(
            CompressedRows s,
            double[] weights,
            int from,
            int to,
            double lambda,
            Panel base,
            double[] scales,
            Panel right,
            Panel v,
            Panel u,
            Scratch scratch);

    private static void checkRows(CompressedRows s, int from, int to) {
        if (from < 0 || from > to || to > s.rows()) {
            throw new IllegalArgumentException(
                    String.format(
                            "rows %d to %d of s, allowed are ranges within 0 to %d",
                            from, to, s.rows()));
        }
    }

    private static void checkValues(String name, double[] values, CompressedRows s) {
        if (values.length < s.entries()) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s = %d, must be at least s.entries() = %d",
                            name, values.length, s.entries()));
        }
    }

    private static void checkFactors(CompressedRows s, Panel u, Panel v) {
        checkPanel("u.rows()", u, "s.rows()", s.rows());
        checkPanel("v.rows()", v, "s.columns()", s.columns());
        Checks.equal("v.columns()", v.columns(), "u.columns()", u.columns());
    }

    // Names are whole, not put together here: that would allocate.

    private static void checkPanel(String name, Panel panel, String what, int rows) {
        Checks.equal(name, panel.rows(), what, rows);
        if (panel.stride() % Panel.LANES != 0 || panel.firstRow() != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "a panel has stride %d and first row %d, allowed are multiples of %d"
                                    + " and 0",
                            panel.stride(), panel.firstRow(), Panel.LANES));
        }
    }
}
