package io.nadir.kernel;

import io.nadir.array.Panel;

/**
 * One accumulator for each chunk of a pass, added up in the order of the chunks, whichever thread
 * filled them. Memory is reused as long as the shape stays.
 */
public final class ChunkSums {
    private final Panel[] sums;

    /** Takes the place of all sums if they have no columns; never written. */
    private Panel nothing = Panel.zeros(0, 0);

    private boolean empty;

    public ChunkSums(int chunks) {
        sums = new Panel[chunks];
        java.util.Arrays.setAll(sums, i -> Panel.zeros(0, 0));
    }

    /** Prepares for sums of the given shape; to be called before a pass, on one thread. */
    public void shape(int rows, int columns) {
        empty = columns == 0;
        if (empty) {
            // Others keep their memory: passes with and without this output may take turns.
            nothing = Panels.fit(nothing, rows, 0);
            return;
        }
        for (int i = 0; i < sums.length; i++) {
            if (sums[i].rows() != rows || sums[i].stride() != Panel.paddedStride(columns)) {
                sums[i] = Panel.zeros(rows, columns);
            }
            sums[i].setColumns(columns);
        }
    }

    /** The accumulator of a chunk, set to zero. */
    public Panel cleared(int chunk) {
        return empty ? nothing : sums[chunk].clear();
    }

    /** The accumulator of a chunk as it is. */
    public Panel get(int chunk) {
        return empty ? nothing : sums[chunk];
    }

    /** target = Σ over the chunks. */
    public void total(Panel target) {
        DenseKernels kernels = Kernels.get();
        target.clear();
        if (empty) {
            return;
        }
        for (Panel sum : sums) {
            if (sum.stride() == target.stride()) {
                kernels.axpy(1, sum.data(), 0, target.data(), 0, sum.rows() * sum.stride());
            } else {
                addRows(kernels, sum, target);
            }
        }
    }

    private static void addRows(DenseKernels kernels, Panel sum, Panel target) {
        for (int i = 0; i < sum.rows(); i++) {
            kernels.axpy(
                    1,
                    sum.data(),
                    i * sum.stride(),
                    target.data(),
                    i * target.stride(),
                    sum.columns());
        }
    }
}
