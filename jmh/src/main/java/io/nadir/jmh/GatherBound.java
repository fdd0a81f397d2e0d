package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

/**
 * What bounds the products: the memory that no kernel can do without, and one addition for each
 * line. That is one number of each cache line of V that the entries name, once and in their order;
 * the stream of indices; and the streams of values that a product reads or writes. Rows of V count
 * as if they began on cache lines, which Java's arrays do not; U, T and a second read of V, which
 * is in the first-level cache by then, count nothing.
 */
final class GatherBound extends SparseOperations {
    GatherBound(CompressedRows places, int r) {
        super(places, r);
    }

    /** Reads indices, values and lines; what was read goes where it cannot be left out. */
    @Override
    void multiply() {
        int[] indices = s.indices();
        double[] data = v.data();
        int stride = v.stride();
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        // Four sums: one would wait for each addition.
        int e = 0;
        for (; e < indices.length - 3; e += 4) {
            sum0 += y[e] + touch(data, indices[e] * stride, stride);
            sum1 += y[e + 1] + touch(data, indices[e + 1] * stride, stride);
            sum2 += y[e + 2] + touch(data, indices[e + 2] * stride, stride);
            sum3 += y[e + 3] + touch(data, indices[e + 3] * stride, stride);
        }
        for (; e < indices.length; e++) {
            sum0 += y[e] + touch(data, indices[e] * stride, stride);
        }
        t.data()[0] = (sum0 + sum1) + (sum2 + sum3);
    }

    /** Reads indices and lines, and writes as many numbers. */
    @Override
    void sampledProduct() {
        int[] indices = s.indices();
        double[] data = v.data();
        int stride = v.stride();
        for (int e = 0; e < indices.length; e++) {
            x[e] = touch(data, indices[e] * stride, stride);
        }
    }

    /** Reads indices, values and lines, and writes as many numbers. */
    @Override
    double residualGradient() {
        int[] indices = s.indices();
        double[] data = v.data();
        int stride = v.stride();
        for (int e = 0; e < indices.length; e++) {
            x[e] = y[e] + touch(data, indices[e] * stride, stride);
        }
        return x[0];
    }

    /** One number of each line of a row; one or two lines without a loop, which takes longer. */
    private static double touch(double[] data, int row, int stride) {
        double first = data[row];
        if (stride == Panel.LANES) {
            return first;
        }
        double two = first + data[row + Panel.LANES];
        return stride == 2 * Panel.LANES ? two : two + touchMore(data, row, stride);
    }

    private static double touchMore(double[] data, int row, int stride) {
        double sum = 0;
        for (int c = 2 * Panel.LANES; c < stride; c += Panel.LANES) {
            sum += data[row + c];
        }
        return sum;
    }
}
