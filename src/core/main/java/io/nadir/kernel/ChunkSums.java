package io.nadir.kernel;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * One accumulator for each chunk of a pass, added up in the order of the chunks, whichever thread
 * filled them. Memory is reused as long as the shape stays.
 *
 * <p>A chunk that is said to be {@link #finish finished} is added to the first one as soon as all
 * before it are, while other threads work on and while it is in a cache. {@link #total} adds the
 * others, in the same order.
 *
 * <p>{@link #cleared}, {@link #get} and {@link #finish} may be called on several threads, each for
 * chunks of its own; {@link #shape} and {@link #total} before and after.
 */
public final class ChunkSums {
    private final Panel[] sums;
    private final boolean[] finished;

    /** The chunks before this one have been added to the first. */
    private int next;

    /** Whether a thread adds chunks; no other may then. */
    private boolean adding;

    /** Takes the place of all sums if they have no columns; never written. */
    private Panel nothing = Panel.zeros(0, 0);

    private boolean empty;

    public ChunkSums(int chunks) {
        sums = new Panel[chunks];
        finished = new boolean[chunks];
        Arrays.setAll(sums, i -> Panel.zeros(0, 0));
    }

    /** Prepares for sums of the given shape; to be called before a pass, on one thread. */
    public void shape(int rows, int columns) {
        next = 0;
        adding = false;
        Arrays.fill(finished, false);
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

    /** Says that nothing more is added to the accumulator of a chunk. */
    public void finish(int chunk) {
        if (!empty && beginAdding(chunk)) {
            for (int i = takeFinished(); i >= 0; i = takeFinished()) {
                addToFirst(i);
            }
        }
    }

    /** Returns whether it is for this thread to add what is finished. */
    private synchronized boolean beginAdding(int chunk) {
        finished[chunk] = true;
        boolean free = !adding;
        adding = true;
        return free;
    }

    /** The next chunk to be added; −1, and an end of adding, if it is not finished. */
    private synchronized int takeFinished() {
        if (next == sums.length || !finished[next]) {
            adding = false;
            return -1;
        }
        return next++;
    }

    private void addToFirst(int chunk) {
        if (chunk > 0) {
            add(sums[chunk], sums[0]);
        }
    }

    /** target = Σ over the chunks. */
    public void total(Panel target) {
        target.clear();
        if (empty) {
            return;
        }
        while (next < sums.length) {
            addToFirst(next++);
        }
        add(sums[0], target);
    }

    private static void add(Panel sum, Panel target) {
        DenseKernels kernels = Kernels.get();
        if (sum.stride() == target.stride()) {
            kernels.axpy(1, sum.data(), 0, target.data(), 0, sum.rows() * sum.stride());
            return;
        }
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
