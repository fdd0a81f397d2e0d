package io.nadir.io;

import java.io.IOException;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * All elements of a tensor.
 *
 * @param shape the dimensions
 * @param values row-major
 */
record TensorElements(int[] shape, double[] values) {
    /** The number of elements that are read before more memory is allocated. */
    private static final int FIRST_ROOM = 1 << 13;

    /** Reads an {@code .npy} array. */
    static TensorElements of(Input input) throws IOException {
        NpyHeader header = NpyHeader.readOfAnyOrder(input);
        return new TensorElements(shape(header), elements(input, header));
    }

    /** Reads a variable of a {@code .mat} file. */
    static TensorElements of(MatVariable variable) throws IOException {
        if (variable.isSparse()) {
            throw variable.refuse("is sparse, allowed for tensors are dense arrays");
        }
        int[] shape = variable.shape().stream().mapToInt(Integer::intValue).toArray();
        return new TensorElements(shape, rowMajor(shape, variable.elements()));
    }

    private static int[] shape(NpyHeader header) {
        return header.shape().stream().mapToInt(Long::intValue).toArray();
    }

    /** Reads all elements, row-major. */
    private static double[] elements(Input input, NpyHeader header) throws IOException {
        if (header.elements() == 0 || header.elements() > Integer.MAX_VALUE - 8) {
            throw input.refuse(
                    "the array has " + header.extents() + " elements, allowed are 1 to 2^31 - 9");
        }
        header.requireSize(input);
        GrowingArray read =
                new GrowingArray((int) header.elements(), input.size() != Input.UNKNOWN);
        NpyReader.copyElements(input, header, read::add);
        NpyReader.requireEnd(input);
        return header.fortranOrder() ? rowMajor(shape(header), read.values) : read.values;
    }

    /** Reorders elements whose first index runs fastest, such that the last index does. */
    private static double[] rowMajor(int[] shape, double[] values) {
        int order = shape.length;
        int[] strides = new int[order];
        int stride = 1;
        for (int k = 0; k < order; k++) {
            strides[k] = stride;
            stride *= shape[k];
        }
        double[] out = new double[values.length];
        for (int at = 0; at < out.length; at++) {
            int rest = at;
            int source = 0;
            for (int k = order - 1; k >= 0; k--) {
                source += rest % shape[k] * strides[k];
                rest /= shape[k];
            }
            out[at] = values[source];
        }
        return out;
    }

    /** An array that grows as elements are read, or has its final size at once if that is known. */
    private static final class GrowingArray {
        private final int count;
        private double[] values;
        private int filled;

        GrowingArray(int count, boolean known) {
            this.count = count;
            this.values = new double[known ? count : Math.min(count, FIRST_ROOM)];
        }

        void add(DoubleBuffer more) {
            int end = filled + more.remaining();
            if (end > values.length) {
                long room = Math.max(end, 2L * values.length);
                values = Arrays.copyOf(values, (int) Math.min(room, count));
            }
            more.get(values, filled, end - filled);
            filled = end;
        }
    }
}
