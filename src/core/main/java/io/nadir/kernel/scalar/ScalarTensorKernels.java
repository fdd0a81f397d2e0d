package io.nadir.kernel.scalar;

import io.nadir.array.ElementwiseLoss;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.CompressedFibers;
import io.nadir.kernel.TensorKernels;

import java.util.Arrays;

/** The tensor kernels as plain loops: the fallback without vectors, and the oracle of the tests. */
public final class ScalarTensorKernels extends TensorKernels {
    /** Slot of the scratch memory that holds one row of products. */
    private static final int PRODUCT = 7;

    /** Makes the kernels; they have no state. */
    public ScalarTensorKernels() {
        super(new ScalarKernels());
    }

    @Override
    protected void khatriRaoUnchecked(
            Panel[] blocks, int first, int end, long from, long to, Panel out, Scratch scratch) {
        int r = out.columns();
        for (long row = from; row < to; row++) {
            int at = out.index(row);
            Arrays.fill(out.data(), at, at + r, 1.0);
            Arrays.fill(out.data(), at + r, at + out.stride(), 0.0);
            multiplyRow(blocks, first, end, -1, row, out.data(), at);
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
        int r = h.columns();
        double[] product = scratch.array(PRODUCT, r);
        for (long row = from; row < to; row++) {
            for (int k = first; k < end; k++) {
                System.arraycopy(h.data(), h.index(row), product, 0, r);
                multiplyRow(blocks, first, end, k, row, product, 0);
                add(product, r, g[k], modeIndex(blocks, end, k, row));
            }
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
        int order = s.order();
        int r = blocks[0].columns();
        double[] product = scratch.array(PRODUCT, r);
        int[] starts = s.rows().starts();
        double sum = 0;
        for (int f = from; f < to; f++) {
            for (int e = starts[f]; e < starts[f + 1]; e++) {
                others(s, f, e, blocks, -1, 1, product);
                g[e] = 0;
                for (int c = 0; c < r; c++) {
                    g[e] += product[c];
                }
            }
            sum += loss.gradientInPlace(y, starts[f], g, starts[f], starts[f + 1] - starts[f]);
            for (int e = starts[f]; e < starts[f + 1]; e++) {
                for (int k = 0; k < order; k++) {
                    others(s, f, e, blocks, k, g[e], product);
                    add(product, r, gradients[k], entryIndex(s, f, e, k));
                }
            }
        }
        return sum;
    }

    /** out = scale · elementwise product of the entry's rows of all blocks but {@code skipped}. */
    private static void others(
            CompressedFibers s,
            int fiber,
            int entry,
            Panel[] blocks,
            int skipped,
            double scale,
            double[] out) {
        int r = blocks[0].columns();
        Arrays.fill(out, 0, r, scale);
        for (int k = 0; k < s.order(); k++) {
            if (k != skipped) {
                multiply(blocks[k], entryIndex(s, fiber, entry, k), out, 0);
            }
        }
    }

    private static int entryIndex(CompressedFibers s, int fiber, int entry, int k) {
        return k == s.order() - 1 ? s.rows().indices()[entry] : s.lead(fiber, k);
    }

    /** out ∘= the rows of all blocks but {@code skipped} that belong to a multi-index. */
    private static void multiplyRow(
            Panel[] blocks, int first, int end, int skipped, long row, double[] out, int at) {
        for (int k = first; k < end; k++) {
            if (k != skipped) {
                multiply(blocks[k], modeIndex(blocks, end, k, row), out, at);
            }
        }
    }

    private static int modeIndex(Panel[] blocks, int end, int k, long row) {
        long rest = row;
        for (int l = end - 1; l > k; l--) {
            rest /= blocks[l].rows();
        }
        return (int) (rest % blocks[k].rows());
    }

    private static void multiply(Panel block, int i, double[] out, int at) {
        for (int c = 0; c < block.columns(); c++) {
            out[at + c] *= block.data()[i * block.stride() + c];
        }
    }

    private static void add(double[] product, int r, Panel target, int i) {
        for (int c = 0; c < r; c++) {
            target.data()[i * target.stride() + c] += product[c];
        }
    }
}
