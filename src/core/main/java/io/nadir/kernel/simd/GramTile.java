package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.exact;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * Four rows by one or two vectors of the Gram matrix of packed rows. Rows are packed in panels of
 * {@link #WIDTH} columns: with a constant distance from one to the next the compiler checks the
 * bounds of the array once.
 */
final class GramTile {
    /** Columns of a panel. */
    static final int WIDTH = 8;

    /** Rows of a tile. */
    static final int ROWS = 4;

    private GramTile() {}

    /**
     * Adds Σ p[row + k]·p[column + lane] over {@code count} packed rows to elements (k, lane), k
     * from 0 to 3; two packed rows at a time for the latency of a multiply-add.
     *
     * @param count even
     * @param row index of the first element of the four columns that are rows here
     * @param column index of the first element of the others
     */
    static void add1(
            double[] packed,
            int count,
            int row,
            int column,
            double[] gram,
            int stride,
            int target) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector odd0 = zero();
        DoubleVector odd1 = zero();
        DoubleVector odd2 = zero();
        DoubleVector odd3 = zero();
        for (int e = 0; e < count; e += 2) {
            int p = row + e * WIDTH;
            int q = column + e * WIDTH;
            DoubleVector even = load(packed, q);
            s0 = even.fma(broadcast(packed[p]), s0);
            s1 = even.fma(broadcast(packed[p + 1]), s1);
            s2 = even.fma(broadcast(packed[p + 2]), s2);
            s3 = even.fma(broadcast(packed[p + 3]), s3);
            DoubleVector odd = load(packed, q + WIDTH);
            odd0 = odd.fma(broadcast(packed[p + WIDTH]), odd0);
            odd1 = odd.fma(broadcast(packed[p + WIDTH + 1]), odd1);
            odd2 = odd.fma(broadcast(packed[p + WIDTH + 2]), odd2);
            odd3 = odd.fma(broadcast(packed[p + WIDTH + 3]), odd3);
        }
        store(exact(s0).add(odd0), gram, target);
        store(exact(s1).add(odd1), gram, target + stride);
        store(exact(s2).add(odd2), gram, target + 2 * stride);
        store(exact(s3).add(odd3), gram, target + 3 * stride);
    }

    /**
     * Computes the same for two vectors; {@code second} is the index of the first element of the
     * other one.
     */
    static void add2(
            double[] packed,
            int count,
            int row,
            int first,
            int second,
            double[] gram,
            int stride,
            int target) {
        DoubleVector a0 = zero();
        DoubleVector a1 = zero();
        DoubleVector a2 = zero();
        DoubleVector a3 = zero();
        DoubleVector b0 = zero();
        DoubleVector b1 = zero();
        DoubleVector b2 = zero();
        DoubleVector b3 = zero();
        for (int e = 0; e < count; e++) {
            int p = row + e * WIDTH;
            DoubleVector a = load(packed, first + e * WIDTH);
            DoubleVector b = load(packed, second + e * WIDTH);
            DoubleVector v0 = broadcast(packed[p]);
            a0 = a.fma(v0, a0);
            b0 = b.fma(v0, b0);
            DoubleVector v1 = broadcast(packed[p + 1]);
            a1 = a.fma(v1, a1);
            b1 = b.fma(v1, b1);
            DoubleVector v2 = broadcast(packed[p + 2]);
            a2 = a.fma(v2, a2);
            b2 = b.fma(v2, b2);
            DoubleVector v3 = broadcast(packed[p + 3]);
            a3 = a.fma(v3, a3);
            b3 = b.fma(v3, b3);
        }
        store(a0, gram, target);
        store(b0, gram, target + COUNT);
        store(a1, gram, target + stride);
        store(b1, gram, target + stride + COUNT);
        store(a2, gram, target + 2 * stride);
        store(b2, gram, target + 2 * stride + COUNT);
        store(a3, gram, target + 3 * stride);
        store(b3, gram, target + 3 * stride + COUNT);
    }

    private static void store(DoubleVector sum, double[] gram, int at) {
        load(gram, at).add(sum).intoArray(gram, at);
    }
}
