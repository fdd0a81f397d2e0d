package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A point W = (W¹ … W^K) of a problem: K blocks, block k with d_k rows, all with the same number r
 * of columns, the rank. Column i of all blocks together is one component W_i. For a matrix, W = (U,
 * V), and component i is the pair (u_i, v_i).
 *
 * {@snippet file="embedder/Examples.java" region="factors"}
 *
 * <p>Each block is row-major, padded with zero columns to a multiple of {@link Panel#LANES}. An
 * {@link #append} costs O(Σ d_k) and allocates nothing as long as the padding has room; otherwise
 * the capacity is doubled. Mutable and not thread-safe.
 */
public final class Factors {
    private final Panel[] blocks;
    private int rank;

    private Factors(Panel[] blocks, int rank) {
        this.blocks = blocks;
        this.rank = rank;
    }

    /**
     * Creates factors of rank 0.
     *
     * @param dimensions the number of rows of each block, at least 1
     */
    public static Factors empty(int... dimensions) {
        Objects.requireNonNull(dimensions, "dimensions");

        return zeros(0, dimensions);
    }

    /** Creates factors of rank 0 with the given number of rows of each block. */
    public static Factors empty(List<Integer> dimensions) {
        Objects.requireNonNull(dimensions, "dimensions");
        return empty(dimensions.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Creates factors of the given rank whose elements are all zero. */
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
     * Creates a pair (U, V) from copies of row-major arrays.
     *
     * @param m the number of rows of U
     * @param n the number of rows of V
     * @param rank the number of columns r
     * @param u U, m×r
     * @param v V, n×r
     * @throws IllegalArgumentException if an array has the wrong length
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
     * Creates factors from copies of row-major arrays.
     *
     * @param rank the number of columns r
     * @param dimensions the numbers of rows d_1 … d_K
     * @param arrays for each block its d_k×r elements
     * @throws IllegalArgumentException if there is not one array for each block, or an array has
     *     the wrong length
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
     * Creates factors that share the given blocks, each with {@code rank} columns.
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

    /** Returns the number of blocks K. */
    public int order() {
        return blocks.length;
    }

    /** Returns the number of columns r. */
    public int rank() {
        return rank;
    }

    /** Returns block k, with d_k rows and r columns; not copied. */
    public Panel block(int k) {
        return blocks[k];
    }

    /** Returns all blocks, not copied. */
    public List<Panel> blocks() {
        return List.of(blocks);
    }

    /** Returns a copy of block k, d_k×r row-major without padding. */
    public double[] toArray(int k) {
        Panel block = blocks[k];
        double[] out = new double[Checks.arrayLength("rows * rank", block.rows(), rank)];
        for (int i = 0; i < block.rows(); i++) {
            System.arraycopy(block.data(), i * block.stride(), out, i * rank, rank);
        }
        return out;
    }

    /**
     * Returns a copy of these factors. Reuses the memory of {@code old} if that has the right
     * shape, otherwise allocates.
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

    /** Returns a copy that shares nothing with these factors. */
    public Factors copy() {
        return new Factors(Arrays.stream(blocks).map(Panels::copy).toArray(Panel[]::new), rank);
    }

    /** Returns a copy with every element multiplied by 2 to the power {@code exponent}. */
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
     * Sets these factors to the values and the rank of {@code other}, whose blocks must have the
     * same numbers of rows. Allocates only if the rank exceeds the capacity.
     */
    public void set(Factors other) {
        Objects.requireNonNull(other, "other");

        setRank(other.rank);
        for (int k = 0; k < blocks.length; k++) {
            Panels.copyInto(other.blocks[k], blocks[k]);
        }
    }

    /** Returns whether all elements have the same bits; the strides may differ. */
    public boolean equalsExactly(Factors other) {
        Objects.requireNonNull(other, "other");

        if (rank != other.rank || blocks.length != other.blocks.length) {
            return false;
        }
        for (int k = 0; k < blocks.length; k++) {
            if (!Panels.equalsExactly(blocks[k], other.blocks[k])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends one component.
     *
     * @param witness panels that contain the new component, one for each block
     * @param column the column of the panels to append
     * @param scale the factor by which it is multiplied
     */
    public void append(List<Panel> witness, int column, double scale) {
        Objects.requireNonNull(witness, "witness");

        Checks.equal("witness.size()", witness.size(), "order", blocks.length);
        setRank(rank + 1);
        for (int k = 0; k < blocks.length; k++) {
            Panels.copyColumn(witness.get(k), column, scale, blocks[k], rank - 1);
        }
    }

    /** Computes W ← W + α·other for factors of the same shape. Allocates nothing. */
    public void add(double alpha, Factors other) {
        Objects.requireNonNull(other, "other");

        requireSameShape(other);
        for (int k = 0; k < blocks.length; k++) {
            Panel from = other.blocks[k];
            Panel to = blocks[k];
            if (from.stride() == to.stride()) {
                Kernels.get().axpy(alpha, from.data(), 0, to.data(), 0, to.data().length);
            } else {
                Panels.addScaled(alpha, from, to);
            }
        }
    }

    /** Multiplies every element by α. Allocates nothing. */
    public void scale(double alpha) {
        for (Panel block : blocks) {
            Kernels.get().scale(alpha, block.data(), 0, block.data().length);
        }
    }

    /**
     * Returns the inner product with factors of the same shape, Σ_k ⟨block k, other's block k⟩.
     * Allocates nothing.
     */
    public double inner(Factors other) {
        Objects.requireNonNull(other, "other");

        requireSameShape(other);
        double sum = 0;
        for (int k = 0; k < blocks.length; k++) {
            sum += Panels.inner(blocks[k], other.blocks[k]);
        }
        return sum;
    }

    /**
     * Returns the sum over the columns of the products of the norms of their blocks, which is at
     * least ‖X‖ for most maps of a degree equal to the number of blocks.
     */
    public double sumOfNormProducts() {
        return sumOfNormProducts(1);
    }

    /** Returns the sum over the columns of a power of the products of the norms of their blocks. */
    public double sumOfNormProducts(double power) {
        double sum = 0;
        for (int i = 0; i < rank; i++) {
            double product = 1;
            for (Panel block : blocks) {
                product *= Panels.columnNorm(block, i);
            }
            sum += power == 1 ? product : Math.pow(product, power);
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

    /** Sets the rank: drops the last components, or adds zero components. */
    public void setRank(int newRank) {
        Checks.nonNegative("rank", newRank);
        for (int k = 0; k < blocks.length; k++) {
            int room = blocks[k].stride();
            if (newRank > room) {
                blocks[k] = Panels.widened(blocks[k], Math.max(newRank, 2 * room));
            }
            blocks[k].setColumns(newRank);
        }
        rank = newRank;
    }

    /**
     * Drops the components that have a zero block and keeps the order of the others. Allocates
     * nothing.
     *
     * @return whether a component was dropped
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
        for (int k = 0; from != to && k < blocks.length; k++) {
            Panels.copyColumn(blocks[k], from, to);
        }
    }

    private boolean isVanished(int column) {
        for (Panel block : blocks) {
            if (Panels.isZero(block, column)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Throws if an element is NaN or infinite.
     *
     * @throws IllegalArgumentException naming the first such element
     */
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

    /** Returns the numbers of rows d_1 … d_K. */
    public List<Integer> dimensions() {
        return Arrays.stream(blocks).map(Panel::rows).toList();
    }

    @Override
    public String toString() {
        return Arrays.stream(blocks)
                .map(block -> block.rows() + "×" + rank)
                .collect(Collectors.joining(", ", "Factors ", ""));
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
