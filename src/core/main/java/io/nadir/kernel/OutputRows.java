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

    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel u;
    private final Panel v;
    private final Runnable checkpoint;
    private final Scratch scratch = new Scratch();
    private final double[] slab;
    private final int slabRows;
    private int begin;
    private int end;

    /**
     * Creates the rows of a product; the factors are not copied.
     *
     * @param checkpoint called before each group of rows is computed; may throw to give up
     */
    public OutputRows(Panel u, Panel v, Runnable checkpoint) {
        Objects.requireNonNull(u, "u");
        Objects.requireNonNull(v, "v");
        Objects.requireNonNull(checkpoint, "checkpoint");

        this.u = u;
        this.v = v;
        this.checkpoint = checkpoint;
        this.slabRows = Math.clamp(SLAB_ELEMENTS / v.rows(), 8, 256);
        this.slab = new double[Math.multiplyExact(slabRows, v.rows())];
    }

    /**
     * Returns the index in {@link #data()} at which row i starts. The elements stay valid until the
     * next call.
     */
    public int row(int i) {
        if (i >= end) {
            checkpoint.run();
            begin = i;
            end = Math.min(u.rows(), i + slabRows);
            Panel x = Panel.wrap(slab, end - begin, v.rows(), begin);
            KERNELS.product(u, v, begin, end, x, scratch);
        }
        return (i - begin) * v.rows();
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
