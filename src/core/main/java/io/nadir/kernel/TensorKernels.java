package io.nadir.kernel;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.check.Checks;

/**
 * The kernels of X = Σ_i w_i¹ ∘ … ∘ w_i^K: checked public methods over unchecked bodies, which
 * {@code kernel.scalar} writes as plain loops and {@code kernel.simd} with vectors.
 *
 * <p>Block W^k is d_k×r. The Khatri–Rao product of consecutive blocks has a row for each of their
 * multi-indices, in row-major order: the elementwise product of one row of each. So for every split
 * of the modes a row-major tensor is the matrix (d_1⋯d_s)×(d_{s+1}⋯d_K), and X the product of the
 * Khatri–Rao products of the blocks on either side: the dense kernels do nearly all of the work.
 *
 * <p>Blocks, and what is formed of them, have zero padding and strides that are multiples of {@link
 * Panel#LANES}, as panels made by {@link Panel#zeros} do: rows are read in whole vectors. "+="
 * accumulates, "=" overwrites. No output may overlap another argument. The order of additions
 * depends on shapes and ranges alone. Kernels are stateless and thread-safe, and allocate nothing
 * once their {@link Scratch} is warm.
 *
 * <p>Public methods check shapes and throw {@link IllegalArgumentException}; numbers are not
 * checked here (a NaN gives NaN).
 */
public abstract class TensorKernels {
    /** Doubles of Khatri–Rao rows that are formed at a time: half of a second-level cache. */
    private static final int SLICE_DOUBLES = 1 << 16;

    /** Least rows formed at a time: the dense kernels copy the right factor for each slice. */
    private static final int LEAST_SLICE = 504;

    private final DenseKernels dense;

    /**
     * For subclasses.
     *
     * @param dense the matrix kernels of the same implementation
     */
    protected TensorKernels(DenseKernels dense) {
        this.dense = dense;
    }

    /**
     * OUT[from:to] = rows of the Khatri–Rao product of the blocks {@code first} to {@code end − 1}.
     * About r multiplications for each row.
     *
     * @param out its padding is overwritten with zeros
     */
    public final void khatriRao(
            Panel[] blocks, int first, int end, long from, long to, Panel out, Scratch scratch) {
        checkBlocks(blocks, first, end);
        checkRange("out", out, from, to, product(blocks, first, end));
        Checks.equal("out.columns()", out.columns(), "block columns", blocks[first].columns());
        khatriRaoUnchecked(blocks, first, end, from, to, out, scratch);
    }

    /**
     * The adjoint of {@link #khatriRao} in each block: for k from {@code first} to {@code end − 1},
     * G^k(i_k, :) += Σ H(i, :) ∘ Π_{l≠k} W^l(i_l, :) over the rows i from:to. About 4·r flops for
     * each row.
     *
     * @param g G^k at index k, shaped as the blocks
     */
    public final void khatriRaoAdjoint(
            Panel[] blocks,
            int first,
            int end,
            long from,
            long to,
            Panel h,
            Panel[] g,
            Scratch scratch) {
        checkBlocks(blocks, first, end);
        checkGradients(blocks, g, first, end);
        checkRange("h", h, from, to, product(blocks, first, end));
        Checks.equal("h.columns()", h.columns(), "block columns", blocks[first].columns());
        khatriRaoAdjointUnchecked(blocks, first, end, from, to, h, g, scratch);
    }

    /**
     * The residual gradient of a general loss in one pass over rows of Y, G = ∂ℓ/∂X (Y, X) never
     * stored: X = U·Vᵀ with U the Khatri–Rao product of the blocks before {@code split} and V the
     * given one of the others; G^k += the gradient in block k for k &lt; split, and GV += Gᵀ·U.
     *
     * <p>Y (d_1⋯d_s)×n, V and GV n×r. 6·p·n·r + 5·p·r flops for p rows, 8·p·n bytes.
     *
     * @param g G^k at index k
     * @return Σ ℓ(Y, X) over these rows
     */
    public final double residualGradient(
            ElementwiseLoss loss,
            Panel y,
            long from,
            long to,
            Panel[] blocks,
            int split,
            Panel v,
            Panel[] g,
            Panel gv,
            Scratch scratch) {
        checkBlocks(blocks, 0, split);
        checkGradients(blocks, g, 0, split);
        checkRange("y", y, from, to, product(blocks, 0, split));
        checkPanel(v);
        Checks.equal("v.columns()", v.columns(), "block columns", blocks[0].columns());
        Slices slices = scratch.workspace(Slices.class, Slices::new);
        int height = sliceRows(v.stride());
        slices.shape(height, v.columns());
        double sum = 0;
        for (long row = from; row < to; row += height) {
            long end = Math.min(to, row + height);
            Panel u = slices.left.moveTo(row);
            Panel h = slices.product.moveTo(row);
            khatriRaoUnchecked(blocks, 0, split, row, end, u, scratch);
            sum += dense.residualGradient(loss, y, row, end, u, v, v, u, h, gv, scratch);
            khatriRaoAdjointUnchecked(blocks, 0, split, row, end, h, g, scratch);
        }
        return sum;
    }

    /**
     * X[from:to] = U[from:to] · Vᵀ, with U the Khatri–Rao product of the blocks before {@code
     * split}. 2·p·n·r flops for p rows.
     */
    public final void product(
            Panel[] blocks, int split, Panel v, long from, long to, Panel x, Scratch scratch) {
        checkBlocks(blocks, 0, split);
        checkRange("x", x, from, to, product(blocks, 0, split));
        Checks.equal("v.columns()", v.columns(), "block columns", blocks[0].columns());
        Slices slices = scratch.workspace(Slices.class, Slices::new);
        int height = sliceRows(v.stride());
        slices.shape(height, v.columns());
        for (long row = from; row < to; row += height) {
            long end = Math.min(to, row + height);
            Panel u = slices.left.moveTo(row);
            khatriRaoUnchecked(blocks, 0, split, row, end, u, scratch);
            dense.product(u, v, row, end, x, scratch);
        }
    }

    /**
     * The residual gradient on listed entries alone, in one pass over the fibers from:to: x[e] =
     * Σ_c Π_k W^k(i_k, c), g[e] = ∂ℓ/∂x (y[e], x[e]), and G^k += the gradient in block k.
     *
     * <p>6·r flops for each entry with 20 bytes and a row of W^K and G^K; O(K²·r) for each fiber.
     *
     * @param loss called on the entries of one fiber at a time
     * @param y values of the data
     * @param g ∂ℓ/∂x of each entry, overwritten for these fibers
     * @param gradients G^k at index k
     * @return Σ ℓ(y[e], x[e]) over these fibers
     */
    public final double observedGradient(
            ElementwiseLoss loss,
            CompressedFibers s,
            double[] y,
            int from,
            int to,
            Panel[] blocks,
            double[] g,
            Panel[] gradients,
            Scratch scratch) {
        checkBlocks(blocks, 0, s.order());
        checkGradients(blocks, gradients, 0, s.order());
        Checks.equal("y.length", y.length, "entries", s.rows().entries());
        Checks.equal("g.length", g.length, "entries", s.rows().entries());
        Panel last = blocks[s.order() - 1];
        Checks.equal("last block's rows", last.rows(), "columns of s", s.rows().columns());
        if (from < 0 || from > to || to > s.fibers()) {
            throw new IllegalArgumentException(
                    String.format(
                            "fibers %d to %d of s, allowed are ranges within 0 to %d",
                            from, to, s.fibers()));
        }
        return observedGradientUnchecked(loss, s, y, from, to, blocks, g, gradients, scratch);
    }

    /** Body of {@link #khatriRao}. */
    protected abstract void khatriRaoUnchecked(
            Panel[] blocks, int first, int end, long from, long to, Panel out, Scratch scratch);

    /** Body of {@link #khatriRaoAdjoint}. */
    protected abstract void khatriRaoAdjointUnchecked(
            Panel[] blocks,
            int first,
            int end,
            long from,
            long to,
            Panel h,
            Panel[] g,
            Scratch scratch);

    /** Body of {@link #observedGradient}. */
    protected abstract double observedGradientUnchecked(
            ElementwiseLoss loss,
            CompressedFibers s,
            double[] y,
            int from,
            int to,
            Panel[] blocks,
            double[] g,
            Panel[] gradients,
            Scratch scratch);

    private static int sliceRows(int stride) {
        int rows = SLICE_DOUBLES / stride;
        return Math.max(LEAST_SLICE, rows - rows % LEAST_SLICE);
    }

    private static long product(Panel[] blocks, int first, int end) {
        long rows = 1;
        for (int k = first; k < end; k++) {
            rows = Math.multiplyExact(rows, blocks[k].rows());
        }
        return rows;
    }

    private static void checkBlocks(Panel[] blocks, int first, int end) {
        if (first < 0 || first >= end || end > blocks.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "blocks %d to %d, allowed are nonempty ranges within 0 to %d",
                            first, end, blocks.length));
        }
        for (int k = first; k < end; k++) {
            checkPanel(blocks[k]);
            Checks.equal(
                    "block columns",
                    blocks[k].columns(),
                    "those of the first",
                    blocks[first].columns());
        }
    }

    private static void checkGradients(Panel[] blocks, Panel[] g, int first, int end) {
        Checks.equal("g.length", g.length, "blocks.length", blocks.length);
        for (int k = first; k < end; k++) {
            checkPanel(g[k]);
            Checks.equal("g[k].rows()", g[k].rows(), "block rows", blocks[k].rows());
            Checks.equal("g[k].columns()", g[k].columns(), "block columns", blocks[k].columns());
        }
    }

    private static void checkPanel(Panel panel) {
        if (panel.stride() % Panel.LANES != 0 || panel.firstRow() != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "a panel has stride %d and first row %d, allowed are multiples of %d"
                                    + " and 0",
                            panel.stride(), panel.firstRow(), Panel.LANES));
        }
    }

    private static void checkRange(String name, Panel panel, long from, long to, long rows) {
        long end = panel.firstRow() + panel.rows();
        if (from < panel.firstRow() || from > to || to > Math.min(end, rows)) {
            throw new IllegalArgumentException(
                    String.format(
                            "rows %d to %d of %s, allowed are ranges within %d to %d",
                            from, to, name, panel.firstRow(), Math.min(end, rows)));
        }
    }

    /** Rows of the Khatri–Rao product and of its gradient, one slice at a time. */
    private static final class Slices {
        private Panel left = Panel.zeros(0, 0);
        private Panel product = left;

        void shape(int rows, int columns) {
            if (left.rows() != rows || left.stride() != Panel.paddedStride(columns)) {
                left = Panel.zeros(rows, columns);
                product = Panel.zeros(rows, columns);
            }
            left.setColumns(columns);
            product.setColumns(columns);
        }
    }
}
