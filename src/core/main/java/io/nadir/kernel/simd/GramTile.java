package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

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
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd3 = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int e = 0; e < count; e += 2) {
            int p = row + e * WIDTH;
            int q = column + e * WIDTH;
            DoubleVector even = EXACT.cast(DoubleVector.fromArray(SPECIES, packed, q));
            s0 = even.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p])), s0);
            s1 = even.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 1])), s1);
            s2 = even.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 2])), s2);
            s3 = even.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 3])), s3);
            DoubleVector odd = EXACT.cast(DoubleVector.fromArray(SPECIES, packed, q + WIDTH));
            odd0 = odd.fma(EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + WIDTH])), odd0);
            odd1 =
                    odd.fma(
                            EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + WIDTH + 1])),
                            odd1);
            odd2 =
                    odd.fma(
                            EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + WIDTH + 2])),
                            odd2);
            odd3 =
                    odd.fma(
                            EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + WIDTH + 3])),
                            odd3);
        }
        store(EXACT.cast(s0).add(odd0), gram, target);
        store(EXACT.cast(s1).add(odd1), gram, target + stride);
        store(EXACT.cast(s2).add(odd2), gram, target + 2 * stride);
        store(EXACT.cast(s3).add(odd3), gram, target + 3 * stride);
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
        DoubleVector a0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector a1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector a2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector a3 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector b0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector b1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector b2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector b3 = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int e = 0; e < count; e++) {
            int p = row + e * WIDTH;
            DoubleVector a = EXACT.cast(DoubleVector.fromArray(SPECIES, packed, first + e * WIDTH));
            DoubleVector b =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, packed, second + e * WIDTH));
            DoubleVector v0 = EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p]));
            a0 = a.fma(v0, a0);
            b0 = b.fma(v0, b0);
            DoubleVector v1 = EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 1]));
            a1 = a.fma(v1, a1);
            b1 = b.fma(v1, b1);
            DoubleVector v2 = EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 2]));
            a2 = a.fma(v2, a2);
            b2 = b.fma(v2, b2);
            DoubleVector v3 = EXACT.cast(DoubleVector.broadcast(SPECIES, packed[p + 3]));
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
        EXACT.cast(DoubleVector.fromArray(SPECIES, gram, at)).add(sum).intoArray(gram, at);
    }
}
