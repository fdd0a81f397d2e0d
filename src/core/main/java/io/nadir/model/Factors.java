package io.nadir.model;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A point W = (W¹ … W^K): K blocks, block k of d_k rows, all with the same number of columns r, the
 * rank. Column i over all blocks is one component W_i: for a matrix product the pair (u_i, v_i).
 *
 * <p>Row-major with zero padding up to whole lanes; an {@link #append} within the padding costs O(Σ
 * d_k) and allocates nothing, one beyond it copies into twice the capacity. Mutable, not
 * thread-safe.
 */
public final class Factors {
    private final Panel[] blocks;
    private int rank;

    private Factors(Panel[] blocks, int rank) {
        this.blocks = blocks;
        this.rank = rank;
    }

    /**
     * Factors of rank 0.
     *
     * @param dimensions the rows of each block, each at least 1
     */
    public static Factors empty(int... dimensions) {
        Objects.requireNonNull(dimensions, "dimensions");

        return zeros(0, dimensions);
    }

    /** Factors of rank 0 with the given rows of each block. */
    public static Factors empty(List<Integer> dimensions) {
        Objects.requireNonNull(dimensions, "dimensions");
        return empty(dimensions.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Factors of the given rank with all elements zero. */
    public static Factors zeros(int rank, int... dimensions) {
        Objects.requireNonNull(dimensions, "dimensions");

        Checks.nonNegative("rank", rank);
        Panel[] blocks = new Panel[dimensions.length];
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = Panel.zeros(Checks.positive("dimension", dimensions[k]), rank);
        }
        return new Factors(blocks, rank);
    }

    /**
     * A pair (U, V) copied from row-major arrays, U m×r and V n×r.
     *
     * @throws IllegalArgumentException if an array has the wrong length or an element is not finite
     */
    public static Factors copyOfPair(int m, int n, int rank, double[] u, double[] v) {
        Objects.requireNonNull(u, "u");
        Objects.requireNonNull(v, "v");

        Factors factors = zeros(rank, m, n);
        fill("u", factors.blocks[0], u);
        fill("v", factors.blocks[1], v);
        return factors;
    }

    /**
     * Blocks copied from row-major arrays, block k d_k×r.
     *
     * @param dimensions d_1 … d_K
     * @throws IllegalArgumentException if there is not one array for each dimension, or one has the
     *     wrong length
     */
    public static Factors copyOf(int rank, int[] dimensions, List<double[]> arrays) {
        Objects.requireNonNull(dimensions, "dimensions");
        Objects.requireNonNull(arrays, "arrays");

        Checks.equal("arrays.size()", arrays.size(), "dimensions.length", dimensions.length);
        Factors factors = zeros(rank, dimensions);
        for (int k = 0; k < dimensions.length; k++) {
            fill("array " + k, factors.blocks[k], arrays.get(k));
        }
        return factors;
    }

    /**
     * Wraps blocks of {@code rank} columns each, without copying.
     *
     * @throws IllegalArgumentException if a block has another number of columns
     */
    public static Factors wrap(int rank, Panel... blocks) {
        Objects.requireNonNull(blocks, "blocks");

        for (Panel block : blocks) {
            Checks.equal("block columns", block.columns(), "rank", rank);
        }
        return new Factors(blocks.clone(), rank);
    }

    /** Number of blocks K. */
    public int order() {
        return blocks.length;
    }

    /** Number of columns r. */
    public int rank() {
        return rank;
    }

    /** Block k, shared: its columns are the rank, its rows d_k. */
    public Panel block(int k) {
        return blocks[k];
    }

    /** All blocks, shared. */
    public List<Panel> blocks() {
        return List.of(blocks);
    }

    /** Block k as a new row-major array of d_k·r elements, without padding. */
    public double[] toArray(int k) {
        Panel block = blocks[k];
        double[] out = new double[Checks.arrayLength("rows * rank", block.rows(), rank)];
        for (int i = 0; i < block.rows(); i++) {
            System.arraycopy(block.data(), i * block.stride(), out, i * rank, rank);
        }
        return out;
    }

    /**
     * A copy in the memory of {@code old}, where that has the shape of a new copy, else an
     * independent one.
     */
    public Factors copyInto(Factors old) {
        Objects.requireNonNull(old, "old");

        boolean fits = old.blocks.length == blocks.length;
        for (int k = 0; fits && k < blocks.length; k++) {
            fits =
                    old.blocks[k].rows() == blocks[k].rows()
                            && old.blocks[k].stride() == Panel.paddedStride(rank);
        }
        if (!fits) {
            return copy();
        }
        old.set(this);
        return old;
    }

    /** An independent copy. */
    public Factors copy() {
        int[] dimensions = new int[blocks.length];
        for (int k = 0; k < blocks.length; k++) {
            dimensions[k] = blocks[k].rows();
        }
        Factors copy = zeros(rank, dimensions);
        copy.set(this);
        return copy;
    }

    /** A copy with every element multiplied by 2 to the {@code exponent}. */
    public Factors timesPowerOfTwo(int exponent) {
        Factors copy = copy();
        for (Panel block : copy.blocks) {
            double[] data = block.data();
            for (int i = 0; i < data.length; i++) {
                data[i] = Math.scalb(data[i], exponent);
            }
        }
        return copy;
    }

    /**
     * Makes these equal to {@code other}, whose blocks have the same numbers of rows. Allocates
     * only if the rank exceeds the capacity.
     */
    public void set(Factors other) {
        Objects.requireNonNull(other, "other");

        setRank(other.rank);
        for (int k = 0; k < blocks.length; k++) {
            Panel from = other.blocks[k];
            Panel to = blocks[k];
            Checks.equal("rows", from.rows(), "rows", to.rows());
            for (int i = 0; i < from.rows(); i++) {
                System.arraycopy(from.data(), i * from.stride(), to.data(), i * to.stride(), rank);
            }
        }
    }

    /** Whether the elements are the same bits; strides may differ. */
    public boolean equalsExactly(Factors other) {
        if (rank != other.rank || blocks.length != other.blocks.length) {
            return false;
        }
        for (int k = 0; k < blocks.length; k++) {
            if (!sameRows(blocks[k], other.blocks[k])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends one component, block k of which is {@code scale} times column {@code column} of
     * {@code witness.get(k)}.
     */
    public void append(List<Panel> witness, int column, double scale) {
        Objects.requireNonNull(witness, "witness");

        Checks.equal("witness.size()", witness.size(), "order", blocks.length);
        setRank(rank + 1);
        for (int k = 0; k < blocks.length; k++) {
            writeColumn(witness.get(k), column, scale, blocks[k], rank - 1);
        }
    }

    /** W ← W + α·other, for factors of the same shape. Allocates nothing. */
    public void add(double alpha, Factors other) {
        Objects.requireNonNull(other, "other");

        requireSameShape(other);
        for (int k = 0; k < blocks.length; k++) {
            Panel from = other.blocks[k];
            Panel to = blocks[k];
            if (from.stride() == to.stride()) {
                Kernels.get().axpy(alpha, from.data(), 0, to.data(), 0, to.data().length);
                continue;
            }
            for (int i = 0; i < to.rows(); i++) {
                Kernels.get()
                        .axpy(
                                alpha,
                                from.data(),
                                i * from.stride(),
                                to.data(),
                                i * to.stride(),
                                rank);
            }
        }
    }

    /** Multiplies every element by α. Allocates nothing. */
    public void scale(double alpha) {
        for (Panel block : blocks) {
            Kernels.get().scale(alpha, block.data(), 0, block.data().length);
        }
    }

    /** Σ over the blocks of ⟨block k, other's block k⟩. Allocates nothing. */
    public double inner(Factors other) {
        Objects.requireNonNull(other, "other");

        requireSameShape(other);
        double sum = 0;
        for (int k = 0; k < blocks.length; k++) {
            sum += Panels.inner(blocks[k], other.blocks[k]);
        }
        return sum;
    }

    /** Σ over the columns of Π over the blocks of their norms; at least ‖X‖ for most maps. */
    public double sumOfNormProducts() {
        double sum = 0;
        for (int i = 0; i < rank; i++) {
            double product = 1;
            for (Panel block : blocks) {
                product *= Panels.columnNorm(block, i);
            }
            sum += product;
        }
        return sum;
    }

    private void requireSameShape(Factors other) {
        Checks.equal("order", other.order(), "order", order());
        Checks.equal("rank", other.rank, "rank", rank);
        for (int k = 0; k < blocks.length; k++) {
            Checks.equal("rows", other.blocks[k].rows(), "rows", blocks[k].rows());
        }
    }

    /** Sets the rank: drops trailing components, or adds zero ones. */
    public void setRank(int newRank) {
        Checks.nonNegative("rank", newRank);
        for (int k = 0; k < blocks.length; k++) {
            if (newRank > blocks[k].stride()) {
                blocks[k] = grown(blocks[k], newRank);
            }
            blocks[k].setColumns(newRank);
        }
        rank = newRank;
    }

    /**
     * Drops the components that have a zero block; those that stay keep their order. Allocates
     * nothing.
     *
     * @return whether any was dropped
     */
    public boolean dropVanished() {
        int kept = 0;
        for (int i = 0; i < rank; i++) {
            if (!isVanished(i)) {
                moveColumn(i, kept++);
            }
        }
        boolean dropped = kept < rank;
        setRank(kept);
        return dropped;
    }

    private void moveColumn(int from, int to) {
        if (from > to) {
            for (Panel block : blocks) {
                Panels.copyColumn(block, from, to);
            }
        }
    }

    private boolean isVanished(int column) {
        for (Panel block : blocks) {
            if (Panels.maxAbs(block, column) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Throws if an element is NaN or infinite. */
    public void requireFinite() {
        for (int k = 0; k < blocks.length; k++) {
            for (int i = 0; i < blocks[k].rows(); i++) {
                for (int j = 0; j < rank; j++) {
                    if (!Double.isFinite(blocks[k].get(i, j))) {
                        throw new IllegalArgumentException(
                                String.format(
                                        "factor %d, element (%d, %d) = %s, allowed are finite"
                                                + " numbers",
                                        k, i, j, blocks[k].get(i, j)));
                    }
                }
            }
        }
    }

    /** The dimensions d_1 … d_K. */
    public List<Integer> dimensions() {
        List<Integer> dimensions = new ArrayList<>();
        for (Panel block : blocks) {
            dimensions.add(block.rows());
        }
        return List.copyOf(dimensions);
    }

    @Override
    public String toString() {
        return Arrays.stream(blocks)
                .map(block -> block.rows() + "×" + rank)
                .collect(Collectors.joining(", ", "Factors ", ""));
    }

    private static boolean sameRows(Panel a, Panel b) {
        if (a.rows() != b.rows()) {
            return false;
        }
        for (int i = 0, p = 0, q = 0; i < a.rows(); i++, p += a.stride(), q += b.stride()) {
            if (!Arrays.equals(a.data(), p, p + a.columns(), b.data(), q, q + b.columns())) {
                return false;
            }
        }
        return true;
    }

    private static void writeColumn(Panel from, int column, double scale, Panel to, int target) {
        double[] source = from.data();
        double[] sink = to.data();
        int rows = Checks.equal("witness rows", from.rows(), "factor rows", to.rows());
        for (int i = 0, a = column, b = target;
                i < rows;
                i++, a += from.stride(), b += to.stride()) {
            sink[b] = scale * source[a];
        }
    }

    private static Panel grown(Panel panel, int columns) {
        Panel larger = Panel.zeros(panel.rows(), Math.max(columns, 2 * panel.stride()));
        for (int i = 0; i < panel.rows(); i++) {
            System.arraycopy(
                    panel.data(),
                    i * panel.stride(),
                    larger.data(),
                    i * larger.stride(),
                    panel.columns());
        }
        return larger;
    }

    private static void fill(String name, Panel panel, double[] values) {
        int r = panel.columns();
        Checks.equal(
                name + ".length",
                values.length,
                "rows * rank",
                Checks.arrayLength("rows * rank", panel.rows(), r));
        for (int i = 0; i < panel.rows(); i++) {
            System.arraycopy(values, i * r, panel.data(), i * panel.stride(), r);
        }
    }
}
