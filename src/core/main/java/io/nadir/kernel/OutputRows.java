package io.nadir.kernel;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;

/** Computes X = U·Vᵀ a few rows at a time, in ascending order of the rows. Not thread-safe. */
public final class OutputRows {
    /** The number of elements computed at a time; they fit into the second-level cache. */
    private static final int SLAB_ELEMENTS = 1 << 17;

    /** Operations in all that are worth other threads. */
    private static final double WORTH = 1e7;

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel u;
    private final Panel v;
    private final Runnable checkpoint;
    private final @Nullable Workers workers;
    private final Scratch scratch = new Scratch();
    private final double[] slab;
    private final int slabRows;
    private final int slabs;
    private int begin;
    private int end;

    /**
     * Creates the rows of a product; the factors are not copied.
     *
     * @param checkpoint called before each group of rows is computed; may throw to give up
     */
    public OutputRows(Panel u, Panel v, Runnable checkpoint) {
        this(u, v, checkpoint, null);
    }

    /**
     * Creates the rows of a product that threads share: the same bits for every number of them.
     *
     * @param checkpoint called before each group of rows is computed; may throw to give up
     * @param workers the threads, none of whose tasks may use this object; null for the one that
     *     calls
     */
    public OutputRows(Panel u, Panel v, Runnable checkpoint, @Nullable Workers workers) {
        Objects.requireNonNull(u, "u");
        Objects.requireNonNull(v, "v");
        Objects.requireNonNull(checkpoint, "checkpoint");

        this.u = u;
        this.v = v;
        this.checkpoint = checkpoint;
        this.workers = workers;
        this.slabRows = Math.clamp(SLAB_ELEMENTS / v.rows(), 8, 256);
        double operations = 2.0 * u.rows() * v.rows() * u.columns();
        int most = operations < WORTH ? 1 : Math.ceilDiv(u.rows(), slabRows);
        this.slabs = workers == null ? 1 : Math.min(most, workers.threads());
        this.slab = new double[Math.multiplyExact(slabs * slabRows, v.rows())];
    }

    /**
     * Returns the index in {@link #data()} at which row i starts. The elements stay valid until the
     * next call.
     */
    public int row(int i) {
        if (i >= end) {
            checkpoint.run();
            begin = i;
            end = Math.min(u.rows(), i + slabs * slabRows);
            fill();
        }
        return (i - begin) * v.rows();
    }

    private void fill() {
        Panel x = Panel.wrap(slab, end - begin, v.rows(), begin);
        if (workers == null || slabs == 1) {
            KERNELS.product(u, v, begin, end, x, scratch);
            return;
        }
        workers.run(
                Math.ceilDiv(end - begin, slabRows),
                (index, context) -> {
                    int from = begin + index * slabRows;
                    int to = Math.min(end, from + slabRows);
                    KERNELS.product(u, v, from, to, x, context.scratch());
                });
    }

    /** Returns the array that holds the current group of rows. */
    public double[] data() {
        return slab;
    }

    /**
     * Passes rows of the data to a visitor, together with the rows of X.
     *
     * @param block the next rows of the data, without padding
     * @param count the number of rows that are taken from it
     * @param weights the weights of their entries, at the same indices; null for weights of 1
     */
    public void visit(
            Panel block, int count, double @Nullable [] weights, Consumer<EntryRow> visitor) {
        Objects.requireNonNull(block, "block");
        Objects.requireNonNull(visitor, "visitor");

        int first = (int) block.firstRow();
        int n = block.columns();
        for (int i = first; i < first + count; i++) {
            int at = row(i);
            visitor.accept(
                    new EntryRow(i, n, null, block.data(), weights, block.index(i), slab, at));
        }
    }
}
