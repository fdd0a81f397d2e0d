package io.nadir.tensor.map;

import io.nadir.kernel.Fingerprint;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions d_1 × … × d_K of a tensor in row-major order, and the split of its modes at which
 * it is worked on as a matrix (d_1⋯d_s)×(d_{s+1}⋯d_K).
 */
public final class TensorShape {
    /** Columns from which the matrix kernels are fast. */
    private static final int ENOUGH_COLUMNS = 128;

    /** As many modes as can be larger than 1. */
    private static final int MOST_MODES = 30;

    private final int[] dimensions;
    private final int size;
    private final int split;

    /**
     * Checks the dimensions.
     *
     * @throws IllegalArgumentException if there are fewer than two or more than 30, one is less
     *     than 1, or an array cannot have that many elements
     */
    public TensorShape(int... dimensions) {
        this.dimensions = dimensions.clone();
        if (dimensions.length < 2 || dimensions.length > MOST_MODES) {
            throw new IllegalArgumentException(
                    "order = " + dimensions.length + ", allowed are 2 to " + MOST_MODES + " modes");
        }
        this.size = checkedSize(dimensions);
        this.split = chosenSplit();
    }

    /** Returns the order K. */
    public int order() {
        return dimensions.length;
    }

    /** Returns the dimension d_k. */
    public int dimension(int k) {
        return dimensions[k];
    }

    /** Returns all dimensions. */
    public List<Integer> dimensions() {
        return Arrays.stream(dimensions).boxed().toList();
    }

    /** Returns the number of elements, d_1⋯d_K. */
    public int size() {
        return size;
    }

    /** Returns s: the columns are the fewest that are enough, measured fastest. */
    public int split() {
        return split;
    }

    /** Returns the number of rows, d_1⋯d_s. */
    public int rows() {
        return size / columns();
    }

    /** Returns the number of columns, d_{s+1}⋯d_K. */
    public int columns() {
        return product(split, order());
    }

    /** Returns the multi-index of a row-major position, as text. */
    public String position(int at) {
        int[] index = new int[order()];
        int rest = at;
        for (int k = order() - 1; k >= 0; k--) {
            index[k] = rest % dimensions[k];
            rest /= dimensions[k];
        }
        return Arrays.toString(index);
    }

    @Override
    public String toString() {
        return Arrays.stream(dimensions)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("×"));
    }

    /** Adds the dimensions to a hash. */
    public Fingerprint fingerprint() {
        return new Fingerprint().add(order()).add(dimensions);
    }

    private int chosenSplit() {
        for (int s = order() - 1; s > 1; s--) {
            if (product(s, order()) >= ENOUGH_COLUMNS) {
                return s;
            }
        }
        return 1;
    }

    private int product(int first, int end) {
        int product = 1;
        for (int k = first; k < end; k++) {
            product *= dimensions[k];
        }
        return product;
    }

    private static int checkedSize(int[] dimensions) {
        long size = 1;
        for (int k = 0; k < dimensions.length; k++) {
            if (dimensions[k] < 1) {
                throw new IllegalArgumentException(
                        "dimension " + k + " = " + dimensions[k] + ", allowed are 1 and more");
            }
            size *= dimensions[k];
            if (size > Integer.MAX_VALUE - 8L) {
                throw new IllegalArgumentException(
                        "shape = "
                                + Arrays.toString(dimensions)
                                + ", allowed are shapes of up to 2^31 - 9 elements");
            }
        }
        return (int) size;
    }
}
