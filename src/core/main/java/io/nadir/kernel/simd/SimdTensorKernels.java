package io.nadir.kernel.simd;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedFibers;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.TensorKernels;

import java.util.Arrays;

/**
 * The tensor kernels with vectors. Rows of a Khatri–Rao product come in runs that share all indices
 * but the last: the product of their leading rows is formed once for each run. Rows are read whole,
 * padding included, so that there are no tails.
 */
public final class SimdTensorKernels extends TensorKernels {
    /** Slots of the scratch memory: the leading product of a run, and sums over it. */
    private static final int LEADING = 5;

    private static final int SUMS = 6;
    private static final int PRODUCT = 7;

    /** Makes the kernels; they have no state. */
    public SimdTensorKernels() {
        super(new SimdKernels());
    }

    @Override
    protected void khatriRaoUnchecked(
            Panel[] blocks, int first, int end, long from, long to, Panel out, Scratch scratch) {
        Panel last = blocks[end - 1];
        int width = Panel.paddedStride(out.columns());
        double[] leading = scratch.array(LEADING, width);
        for (long row = from; row < to; ) {
            long lead = row / last.rows();
            int j = (int) (row - lead * last.rows());
            int count = (int) Math.min(last.rows() - j, to - row);
            leadingProduct(blocks, first, end - 1, -1, lead, leading, width);
            TensorRows.multiply(
                    leading,
                    last.data(),
                    j * last.stride(),
                    last.stride(),
                    out.data(),
                    out.index(row),
                    out.stride(),
                    count,
                    width);
            row += count;
        }
    }

    @Override
    protected void khatriRaoAdjointUnchecked(
            Panel[] blocks,
            int first,
            int end,
            long from,
            long to,
            Panel h,
            Panel[] g,
            Scratch scratch) {
        Panel last = blocks[end - 1];
        Panel gLast = g[end - 1];
        int width = Panel.paddedStride(h.columns());
        double[] leading = scratch.array(LEADING, width);
        double[] sums = scratch.array(SUMS, width);
        for (long row = from; row < to; ) {
            long lead = row / last.rows();
            int j = (int) (row - lead * last.rows());
            int count = (int) Math.min(last.rows() - j, to - row);
            leadingProduct(blocks, first, end - 1, -1, lead, leading, width);
            TensorRows.contract(
                    leading,
                    h.data(),
                    h.index(row),
                    h.stride(),
                    last.data(),
                    j * last.stride(),
                    last.stride(),
                    gLast.data(),
                    j * gLast.stride(),
                    gLast.stride(),
                    sums,
                    count,
                    width);
            addLeading(blocks, first, end - 1, lead, sums, g, width, scratch);
            row += count;
        }
    }

    @Override
    protected double observedGradientUnchecked(
            ElementwiseLoss loss,
            CompressedFibers s,
            double[] y,
            int from,
            int to,
            Panel[] blocks,
            double[] g,
            Panel[] gradients,
            Scratch scratch) {
        int k = s.order() - 1;
        Panel last = blocks[k];
        Panel gLast = gradients[k];
        int width = Panel.paddedStride(last.columns());
        double[] leading = scratch.array(LEADING, width);
        double[] sums = scratch.array(SUMS, width);
        CompressedRows rows = s.rows();
        double sum = 0;
        for (int fiber = from; fiber < to; fiber++) {
            int start = rows.starts()[fiber];
            int stop = rows.starts()[fiber + 1];
            leadingRows(s, fiber, -1, blocks, leading, width);
            SparseRow.sample(
                    rows.indices(), g, start, stop, last.data(), last.stride(), leading, 0, width);
            sum += loss.gradientInPlace(y, start, g, start, stop - start);
            SimdSparseKernels.multiplyRow(rows, g, fiber, last, sums, 0);
            TensorRows.scatter(
                    rows.indices(), g, start, stop, leading, gLast.data(), gLast.stride(), width);
            addLeadingRows(s, fiber, blocks, sums, gradients, width, scratch);
        }
        return sum;
    }

    /**
     * out = elementwise product of the rows of the blocks {@code first} to {@code end − 1}, without
     * that of {@code skipped}, that belong to the multi-index {@code lead}.
     */
    private static void leadingProduct(
            Panel[] blocks, int first, int end, int skipped, long lead, double[] out, int width) {
        Arrays.fill(out, 0, width, 1.0);
        long rest = lead;
        for (int k = end - 1; k >= first; k--) {
            Panel block = blocks[k];
            long next = rest / block.rows();
            if (k != skipped) {
                int i = (int) (rest - next * block.rows());
                TensorRows.multiplyInto(block.data(), i * block.stride(), out, width);
            }
            rest = next;
        }
    }

    /** For each leading block k: G^k(i_k, :) += sums ∘ the product of the others' rows. */
    private static void addLeading(
            Panel[] blocks,
            int first,
            int end,
            long lead,
            double[] sums,
            Panel[] g,
            int width,
            Scratch scratch) {
        double[] product = scratch.array(PRODUCT, width);
        long rest = lead;
        for (int k = end - 1; k >= first; k--) {
            long next = rest / blocks[k].rows();
            int i = (int) (rest - next * blocks[k].rows());
            leadingProduct(blocks, first, end, k, lead, product, width);
            TensorRows.addProduct(sums, product, g[k].data(), i * g[k].stride(), width);
            rest = next;
        }
    }

    /** {@link #leadingProduct} for the indices of a fiber. */
    private static void leadingRows(
            CompressedFibers s, int fiber, int skipped, Panel[] blocks, double[] out, int width) {
        Arrays.fill(out, 0, width, 1.0);
        for (int k = 0; k < s.order() - 1; k++) {
            if (k != skipped) {
                int at = s.lead(fiber, k) * blocks[k].stride();
                TensorRows.multiplyInto(blocks[k].data(), at, out, width);
            }
        }
    }

    /** {@link #addLeading} for the indices of a fiber. */
    private static void addLeadingRows(
            CompressedFibers s,
            int fiber,
            Panel[] blocks,
            double[] sums,
            Panel[] g,
            int width,
            Scratch scratch) {
        double[] product = scratch.array(PRODUCT, width);
        for (int k = 0; k < s.order() - 1; k++) {
            leadingRows(s, fiber, k, blocks, product, width);
            int at = s.lead(fiber, k) * g[k].stride();
            TensorRows.addProduct(sums, product, g[k].data(), at, width);
        }
    }
}
