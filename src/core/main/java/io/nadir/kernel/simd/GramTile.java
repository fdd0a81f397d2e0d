package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;

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
        DoubleVector s0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector odd0 = zero(SPECIES);
        DoubleVector odd1 = zero(SPECIES);
        DoubleVector odd2 = zero(SPECIES);
        DoubleVector odd3 = zero(SPECIES);
        for (int e = 0; e < count; e += 2) {
            int p = row + e * WIDTH;
            int q = column + e * WIDTH;
            DoubleVector even = fromArray(SPECIES, packed, q);
            s0 = even.fma(broadcast(SPECIES, packed[p]), s0);
            s1 = even.fma(broadcast(SPECIES, packed[p + 1]), s1);
            s2 = even.fma(broadcast(SPECIES, packed[p + 2]), s2);
            s3 = even.fma(broadcast(SPECIES, packed[p + 3]), s3);
            DoubleVector odd = fromArray(SPECIES, packed, q + WIDTH);
            odd0 = odd.fma(broadcast(SPECIES, packed[p + WIDTH]), odd0);
            odd1 = odd.fma(broadcast(SPECIES, packed[p + WIDTH + 1]), odd1);
            odd2 = odd.fma(broadcast(SPECIES, packed[p + WIDTH + 2]), odd2);
            odd3 = odd.fma(broadcast(SPECIES, packed[p + WIDTH + 3]), odd3);
        }
        fromArray(SPECIES, gram, target).add(s0.add(odd0)).intoArray(gram, target);
        fromArray(SPECIES, gram, target + stride)
                .add(s1.add(odd1))
                .intoArray(gram, target + stride);
        fromArray(SPECIES, gram, target + 2 * stride)
                .add(s2.add(odd2))
                .intoArray(gram, target + 2 * stride);
        fromArray(SPECIES, gram, target + 3 * stride)
                .add(s3.add(odd3))
                .intoArray(gram, target + 3 * stride);
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
        DoubleVector a0 = zero(SPECIES);
        DoubleVector a1 = zero(SPECIES);
        DoubleVector a2 = zero(SPECIES);
        DoubleVector a3 = zero(SPECIES);
        DoubleVector b0 = zero(SPECIES);
        DoubleVector b1 = zero(SPECIES);
        DoubleVector b2 = zero(SPECIES);
        DoubleVector b3 = zero(SPECIES);
        for (int e = 0; e < count; e++) {
            int p = row + e * WIDTH;
            DoubleVector a = fromArray(SPECIES, packed, first + e * WIDTH);
            DoubleVector b = fromArray(SPECIES, packed, second + e * WIDTH);
            DoubleVector v0 = broadcast(SPECIES, packed[p]);
            a0 = a.fma(v0, a0);
            b0 = b.fma(v0, b0);
            DoubleVector v1 = broadcast(SPECIES, packed[p + 1]);
            a1 = a.fma(v1, a1);
            b1 = b.fma(v1, b1);
            DoubleVector v2 = broadcast(SPECIES, packed[p + 2]);
            a2 = a.fma(v2, a2);
            b2 = b.fma(v2, b2);
            DoubleVector v3 = broadcast(SPECIES, packed[p + 3]);
            a3 = a.fma(v3, a3);
            b3 = b.fma(v3, b3);
        }
        fromArray(SPECIES, gram, target).add(a0).intoArray(gram, target);
        fromArray(SPECIES, gram, target + COUNT).add(b0).intoArray(gram, target + COUNT);
        fromArray(SPECIES, gram, target + stride).add(a1).intoArray(gram, target + stride);
        fromArray(SPECIES, gram, target + stride + COUNT)
                .add(b1)
                .intoArray(gram, target + stride + COUNT);
        fromArray(SPECIES, gram, target + 2 * stride).add(a2).intoArray(gram, target + 2 * stride);
        fromArray(SPECIES, gram, target + 2 * stride + COUNT)
                .add(b2)
                .intoArray(gram, target + 2 * stride + COUNT);
        fromArray(SPECIES, gram, target + 3 * stride).add(a3).intoArray(gram, target + 3 * stride);
        fromArray(SPECIES, gram, target + 3 * stride + COUNT)
                .add(b3)
                .intoArray(gram, target + 3 * stride + COUNT);
    }
}
