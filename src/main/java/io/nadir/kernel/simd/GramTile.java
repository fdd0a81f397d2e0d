package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import jdk.incubator.vector.DoubleVector;

/** Four rows by one vector of the Gram matrix of a few packed rows. */
final class GramTile {
    /** Rows. */
    static final int ROWS = 4;

    private GramTile() {}

    /**
     * Adds Σ p[row + k]·p[column + lane] over {@code count} packed rows to elements (k, lane) from
     * {@code target}, k from 0 to 3, two packed rows at a time for the latency of a multiply-add.
     */
    static void add(
            double[] packed,
            int count,
            int stride,
            int row,
            int column,
            double[] gram,
            int target) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector odd0 = zero();
        DoubleVector odd1 = zero();
        DoubleVector odd2 = zero();
        DoubleVector odd3 = zero();
        // The number of rows is even: a last one of zeros is packed where it would not be.
        for (int e = 0; e < count; e += 2) {
            int p = e * stride + row;
            DoubleVector even = load(packed, e * stride + column);
            s0 = even.fma(broadcast(packed[p]), s0);
            s1 = even.fma(broadcast(packed[p + 1]), s1);
            s2 = even.fma(broadcast(packed[p + 2]), s2);
            s3 = even.fma(broadcast(packed[p + 3]), s3);
            int q = p + stride;
            DoubleVector odd = load(packed, (e + 1) * stride + column);
            odd0 = odd.fma(broadcast(packed[q]), odd0);
            odd1 = odd.fma(broadcast(packed[q + 1]), odd1);
            odd2 = odd.fma(broadcast(packed[q + 2]), odd2);
            odd3 = odd.fma(broadcast(packed[q + 3]), odd3);
        }
        store(s0.add(odd0), gram, target);
        store(s1.add(odd1), gram, target + stride);
        store(s2.add(odd2), gram, target + 2 * stride);
        store(s3.add(odd3), gram, target + 3 * stride);
    }

    /** packed[to:to + stride] = factor·v[from:from + stride], whole vectors. */
    static void packRow(double[] v, int from, double factor, double[] packed, int to, int stride) {
        for (int k = 0; k < stride; k += COUNT) {
            load(v, from + k).mul(factor).intoArray(packed, to + k);
        }
    }

    private static void store(DoubleVector sum, double[] gram, int at) {
        load(gram, at).add(sum).intoArray(gram, at);
    }
}
