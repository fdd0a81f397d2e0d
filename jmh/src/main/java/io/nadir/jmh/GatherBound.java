package io.nadir.jmh;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;

/**
 * What bounds the products: one number of each cache line of V that the entries name, in their
 * order, and no arithmetic but what keeps the loads from being left out.
 */
final class GatherBound extends SparseOperations {
    /** The sum of what was touched. */
    private double touched;

    GatherBound(CompressedRows places, int r) {
        super(places, r);
    }

    @Override
    void multiply() {
        touch();
    }

    @Override
    void sampledProduct() {
        touch();
    }

    @Override
    double residualGradient() {
        touch();
        return touched;
    }

    private void touch() {
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
            int row0 = indices[e] * stride;
            int row1 = indices[e + 1] * stride;
            int row2 = indices[e + 2] * stride;
            int row3 = indices[e + 3] * stride;
            for (int c = 0; c < stride; c += Panel.LANES) {
                sum0 += data[row0 + c];
                sum1 += data[row1 + c];
                sum2 += data[row2 + c];
                sum3 += data[row3 + c];
            }
        }
        for (; e < indices.length; e++) {
            for (int c = 0; c < stride; c += Panel.LANES) {
                sum0 += data[indices[e] * stride + c];
            }
        }
        touched = (sum0 + sum1) + (sum2 + sum3);
    }
}
