// Written by RowTileTemplate: do not edit. TileTemplateTest says how to write it anew.
package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;
import static io.nadir.kernel.simd.Tuning.STRIDE;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * The inner kernel of products with rows of A: each element of a row is broadcast and multiplies
 * the vectors of a row of a packed panel.
 *
 * <p>A is read where it is. Each row has a variable for its first index, to which a loop variable
 * that counts by one is added: that is the form in which the compiler proves all indices before the
 * loop.
 *
 * <p>The bodies call the vector operations themselves, which are forcibly inlined. Past 18,000
 * nodes the compiler refuses every other call, however small, and vectors that cross it are boxed:
 * such tiles with a helper for load and store ran twenty times slower.
 */
final class RowTile {
    private RowTile() {}

    /**
     * C = D + A·B for a tile C of {@link Tuning#tileRows} rows.
     *
     * @param as array that has A
     * @param a index of A(0, 0); element (i, k) is at {@code a + i * aStride + k}
     * @param aStride distance between the rows of A; where registers are few it has to be {@link
     *     Tuning#STRIDE}
     * @param bs packed panel that has B
     * @param b index of B(0, 0); its rows are end to end
     * @param depth columns of A and rows of B
     * @param vectors vectors in a row of B and of C
     * @param ds array that has D
     * @param d index of D(0, 0)
     * @param dStride distance between rows of D
     * @param c array that has the tile, which must not overlap A or B; it may be D, or apart from
     *     it
     * @param at index of C(0, 0)
     * @param cStride distance between rows of C
     */
    static void addProduct(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            int vectors,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        if (!Lanes.MANY_REGISTERS) {
            fiveRowsOfTwo(as, a, 1, bs, b, depth, ds, d, dStride, c, at, cStride);
            return;
        }
        switch (vectors) {
            case 1 -> twelveRowsOfOne(as, a, aStride, bs, b, depth, ds, d, dStride, c, at, cStride);
            case 2 -> twelveRowsOfTwo(as, a, aStride, bs, b, depth, ds, d, dStride, c, at, cStride);
            case 3 ->
                    eightRowsOfThree(as, a, aStride, bs, b, depth, ds, d, dStride, c, at, cStride);
            default -> sixRowsOfFour(as, a, aStride, bs, b, depth, ds, d, dStride, c, at, cStride);
        }
    }

    /**
     * C = A·B for tiles of C one below the other, where registers are few: {@code tiles} times
     * {@link Tuning#tileRows} rows, of which A and C have {@link Tuning#STRIDE} between one and the
     * next. Parameters are those of {@link #addProduct}.
     */
    static void setProducts(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int tiles) {
        setFiveRowsOfTwo(as, a, 1, bs, b, depth, c, at, tiles);
    }

    private static void twelveRowsOfOne(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        int a1 = a + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        int a6 = a5 + aStride;
        int a7 = a6 + aStride;
        int a8 = a7 + aStride;
        int a9 = a8 + aStride;
        int a10 = a9 + aStride;
        int a11 = a10 + aStride;
        DoubleVector s0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector s5 = zero(SPECIES);
        DoubleVector s6 = zero(SPECIES);
        DoubleVector s7 = zero(SPECIES);
        DoubleVector s8 = zero(SPECIES);
        DoubleVector s9 = zero(SPECIES);
        DoubleVector s10 = zero(SPECIES);
        DoubleVector s11 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * COUNT);
            s0 = EXACT.cast(broadcast(SPECIES, as[a + k])).fma(left, s0);
            s1 = EXACT.cast(broadcast(SPECIES, as[a1 + k])).fma(left, s1);
            s2 = EXACT.cast(broadcast(SPECIES, as[a2 + k])).fma(left, s2);
            s3 = EXACT.cast(broadcast(SPECIES, as[a3 + k])).fma(left, s3);
            s4 = EXACT.cast(broadcast(SPECIES, as[a4 + k])).fma(left, s4);
            s5 = EXACT.cast(broadcast(SPECIES, as[a5 + k])).fma(left, s5);
            s6 = EXACT.cast(broadcast(SPECIES, as[a6 + k])).fma(left, s6);
            s7 = EXACT.cast(broadcast(SPECIES, as[a7 + k])).fma(left, s7);
            s8 = EXACT.cast(broadcast(SPECIES, as[a8 + k])).fma(left, s8);
            s9 = EXACT.cast(broadcast(SPECIES, as[a9 + k])).fma(left, s9);
            s10 = EXACT.cast(broadcast(SPECIES, as[a10 + k])).fma(left, s10);
            s11 = EXACT.cast(broadcast(SPECIES, as[a11 + k])).fma(left, s11);
        }
        int q = d;
        int p = at;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s0).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s1).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s2).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s3).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s4).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s5).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s6).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s7).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s8).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s9).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s10).intoArray(c, p);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s11).intoArray(c, p);
    }

    private static void twelveRowsOfTwo(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        int a1 = a + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        int a6 = a5 + aStride;
        int a7 = a6 + aStride;
        int a8 = a7 + aStride;
        int a9 = a8 + aStride;
        int a10 = a9 + aStride;
        int a11 = a10 + aStride;
        DoubleVector s0 = zero(SPECIES);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector t4 = zero(SPECIES);
        DoubleVector s5 = zero(SPECIES);
        DoubleVector t5 = zero(SPECIES);
        DoubleVector s6 = zero(SPECIES);
        DoubleVector t6 = zero(SPECIES);
        DoubleVector s7 = zero(SPECIES);
        DoubleVector t7 = zero(SPECIES);
        DoubleVector s8 = zero(SPECIES);
        DoubleVector t8 = zero(SPECIES);
        DoubleVector s9 = zero(SPECIES);
        DoubleVector t9 = zero(SPECIES);
        DoubleVector s10 = zero(SPECIES);
        DoubleVector t10 = zero(SPECIES);
        DoubleVector s11 = zero(SPECIES);
        DoubleVector t11 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * (2 * COUNT));
            DoubleVector right = fromArray(SPECIES, bs, b + k * (2 * COUNT) + COUNT);
            DoubleVector x = EXACT.cast(broadcast(SPECIES, as[a + k]));
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = EXACT.cast(broadcast(SPECIES, as[a1 + k]));
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = EXACT.cast(broadcast(SPECIES, as[a2 + k]));
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = EXACT.cast(broadcast(SPECIES, as[a3 + k]));
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = EXACT.cast(broadcast(SPECIES, as[a4 + k]));
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            x = EXACT.cast(broadcast(SPECIES, as[a5 + k]));
            s5 = x.fma(left, s5);
            t5 = x.fma(right, t5);
            x = EXACT.cast(broadcast(SPECIES, as[a6 + k]));
            s6 = x.fma(left, s6);
            t6 = x.fma(right, t6);
            x = EXACT.cast(broadcast(SPECIES, as[a7 + k]));
            s7 = x.fma(left, s7);
            t7 = x.fma(right, t7);
            x = EXACT.cast(broadcast(SPECIES, as[a8 + k]));
            s8 = x.fma(left, s8);
            t8 = x.fma(right, t8);
            x = EXACT.cast(broadcast(SPECIES, as[a9 + k]));
            s9 = x.fma(left, s9);
            t9 = x.fma(right, t9);
            x = EXACT.cast(broadcast(SPECIES, as[a10 + k]));
            s10 = x.fma(left, s10);
            t10 = x.fma(right, t10);
            x = EXACT.cast(broadcast(SPECIES, as[a11 + k]));
            s11 = x.fma(left, s11);
            t11 = x.fma(right, t11);
        }
        int q = d;
        int p = at;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t0).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t1).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t2).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t3).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t4).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s5).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t5).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s6).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t6).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s7).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t7).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s8).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t8).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s9).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t9).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s10).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t10).intoArray(c, p + COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s11).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t11).intoArray(c, p + COUNT);
    }

    private static void eightRowsOfThree(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        int a1 = a + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        int a6 = a5 + aStride;
        int a7 = a6 + aStride;
        DoubleVector s0 = zero(SPECIES);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector u0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector u1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector u2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        DoubleVector u3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector t4 = zero(SPECIES);
        DoubleVector u4 = zero(SPECIES);
        DoubleVector s5 = zero(SPECIES);
        DoubleVector t5 = zero(SPECIES);
        DoubleVector u5 = zero(SPECIES);
        DoubleVector s6 = zero(SPECIES);
        DoubleVector t6 = zero(SPECIES);
        DoubleVector u6 = zero(SPECIES);
        DoubleVector s7 = zero(SPECIES);
        DoubleVector t7 = zero(SPECIES);
        DoubleVector u7 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector first = fromArray(SPECIES, bs, b + k * (3 * COUNT));
            DoubleVector second = fromArray(SPECIES, bs, b + k * (3 * COUNT) + COUNT);
            DoubleVector third = fromArray(SPECIES, bs, b + k * (3 * COUNT) + 2 * COUNT);
            DoubleVector x = EXACT.cast(broadcast(SPECIES, as[a + k]));
            s0 = x.fma(first, s0);
            t0 = x.fma(second, t0);
            u0 = x.fma(third, u0);
            x = EXACT.cast(broadcast(SPECIES, as[a1 + k]));
            s1 = x.fma(first, s1);
            t1 = x.fma(second, t1);
            u1 = x.fma(third, u1);
            x = EXACT.cast(broadcast(SPECIES, as[a2 + k]));
            s2 = x.fma(first, s2);
            t2 = x.fma(second, t2);
            u2 = x.fma(third, u2);
            x = EXACT.cast(broadcast(SPECIES, as[a3 + k]));
            s3 = x.fma(first, s3);
            t3 = x.fma(second, t3);
            u3 = x.fma(third, u3);
            x = EXACT.cast(broadcast(SPECIES, as[a4 + k]));
            s4 = x.fma(first, s4);
            t4 = x.fma(second, t4);
            u4 = x.fma(third, u4);
            x = EXACT.cast(broadcast(SPECIES, as[a5 + k]));
            s5 = x.fma(first, s5);
            t5 = x.fma(second, t5);
            u5 = x.fma(third, u5);
            x = EXACT.cast(broadcast(SPECIES, as[a6 + k]));
            s6 = x.fma(first, s6);
            t6 = x.fma(second, t6);
            u6 = x.fma(third, u6);
            x = EXACT.cast(broadcast(SPECIES, as[a7 + k]));
            s7 = x.fma(first, s7);
            t7 = x.fma(second, t7);
            u7 = x.fma(third, u7);
        }
        int q = d;
        int p = at;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t0).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u0).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t1).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u1).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t2).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u2).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t3).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u3).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t4).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u4).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s5).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t5).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u5).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s6).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t6).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u6).intoArray(c, p + 2 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s7).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t7).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u7).intoArray(c, p + 2 * COUNT);
    }

    private static void sixRowsOfFour(
            double[] as,
            int a,
            int aStride,
            double[] bs,
            int b,
            int depth,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        int a1 = a + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        DoubleVector s0 = zero(SPECIES);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector u0 = zero(SPECIES);
        DoubleVector v0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector u1 = zero(SPECIES);
        DoubleVector v1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector u2 = zero(SPECIES);
        DoubleVector v2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        DoubleVector u3 = zero(SPECIES);
        DoubleVector v3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector t4 = zero(SPECIES);
        DoubleVector u4 = zero(SPECIES);
        DoubleVector v4 = zero(SPECIES);
        DoubleVector s5 = zero(SPECIES);
        DoubleVector t5 = zero(SPECIES);
        DoubleVector u5 = zero(SPECIES);
        DoubleVector v5 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector first = fromArray(SPECIES, bs, b + k * (4 * COUNT));
            DoubleVector second = fromArray(SPECIES, bs, b + k * (4 * COUNT) + COUNT);
            DoubleVector third = fromArray(SPECIES, bs, b + k * (4 * COUNT) + 2 * COUNT);
            DoubleVector fourth = fromArray(SPECIES, bs, b + k * (4 * COUNT) + 3 * COUNT);
            DoubleVector x = EXACT.cast(broadcast(SPECIES, as[a + k]));
            s0 = x.fma(first, s0);
            t0 = x.fma(second, t0);
            u0 = x.fma(third, u0);
            v0 = x.fma(fourth, v0);
            x = EXACT.cast(broadcast(SPECIES, as[a1 + k]));
            s1 = x.fma(first, s1);
            t1 = x.fma(second, t1);
            u1 = x.fma(third, u1);
            v1 = x.fma(fourth, v1);
            x = EXACT.cast(broadcast(SPECIES, as[a2 + k]));
            s2 = x.fma(first, s2);
            t2 = x.fma(second, t2);
            u2 = x.fma(third, u2);
            v2 = x.fma(fourth, v2);
            x = EXACT.cast(broadcast(SPECIES, as[a3 + k]));
            s3 = x.fma(first, s3);
            t3 = x.fma(second, t3);
            u3 = x.fma(third, u3);
            v3 = x.fma(fourth, v3);
            x = EXACT.cast(broadcast(SPECIES, as[a4 + k]));
            s4 = x.fma(first, s4);
            t4 = x.fma(second, t4);
            u4 = x.fma(third, u4);
            v4 = x.fma(fourth, v4);
            x = EXACT.cast(broadcast(SPECIES, as[a5 + k]));
            s5 = x.fma(first, s5);
            t5 = x.fma(second, t5);
            u5 = x.fma(third, u5);
            v5 = x.fma(fourth, v5);
        }
        int q = d;
        int p = at;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t0).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u0).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v0).intoArray(c, p + 3 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t1).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u1).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v1).intoArray(c, p + 3 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t2).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u2).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v2).intoArray(c, p + 3 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t3).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u3).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v3).intoArray(c, p + 3 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t4).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u4).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v4).intoArray(c, p + 3 * COUNT);
        q += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, q)).add(s5).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, q + COUNT)).add(t5).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 2 * COUNT)).add(u5).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, ds, q + 3 * COUNT)).add(v5).intoArray(c, p + 3 * COUNT);
    }

    /**
     * With rows at a distance that is constant. {@code step} is 1, which the compiler must not
     * know: it then keeps two checks in the loop, orders loads otherwise, and all accumulators stay
     * in registers.
     */
    private static void fiveRowsOfTwo(
            double[] as,
            int a,
            int step,
            double[] bs,
            int b,
            int depth,
            double[] ds,
            int d,
            int dStride,
            double[] c,
            int at,
            int cStride) {
        DoubleVector s0 = zero(SPECIES);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector t4 = zero(SPECIES);
        int q = a;
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * (2 * COUNT));
            DoubleVector right = fromArray(SPECIES, bs, b + k * (2 * COUNT) + COUNT);
            DoubleVector x = EXACT.cast(broadcast(SPECIES, as[q]));
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = EXACT.cast(broadcast(SPECIES, as[q + STRIDE]));
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = EXACT.cast(broadcast(SPECIES, as[q + 2 * STRIDE]));
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = EXACT.cast(broadcast(SPECIES, as[q + 3 * STRIDE]));
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = EXACT.cast(broadcast(SPECIES, as[q + 4 * STRIDE]));
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            q += step;
        }
        int from = d;
        int p = at;
        EXACT.cast(fromArray(SPECIES, ds, from)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, from + COUNT)).add(t0).intoArray(c, p + COUNT);
        from += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, from)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, from + COUNT)).add(t1).intoArray(c, p + COUNT);
        from += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, from)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, from + COUNT)).add(t2).intoArray(c, p + COUNT);
        from += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, from)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, from + COUNT)).add(t3).intoArray(c, p + COUNT);
        from += dStride;
        p += cStride;
        EXACT.cast(fromArray(SPECIES, ds, from)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, ds, from + COUNT)).add(t4).intoArray(c, p + COUNT);
    }

    /** As {@link #fiveRowsOfTwo}, {@code step} too; what is constant about C saves its checks. */
    private static void setFiveRowsOfTwo(
            double[] as,
            int a,
            int step,
            double[] bs,
            int b,
            int depth,
            double[] c,
            int at,
            int tiles) {
        for (int t = 0; t < tiles; t++) {
            DoubleVector s0 = zero(SPECIES);
            DoubleVector t0 = zero(SPECIES);
            DoubleVector s1 = zero(SPECIES);
            DoubleVector t1 = zero(SPECIES);
            DoubleVector s2 = zero(SPECIES);
            DoubleVector t2 = zero(SPECIES);
            DoubleVector s3 = zero(SPECIES);
            DoubleVector t3 = zero(SPECIES);
            DoubleVector s4 = zero(SPECIES);
            DoubleVector t4 = zero(SPECIES);
            int q = a + t * (5 * STRIDE);
            for (int k = 0; k < depth; k++) {
                DoubleVector left = fromArray(SPECIES, bs, b + k * (2 * COUNT));
                DoubleVector right = fromArray(SPECIES, bs, b + k * (2 * COUNT) + COUNT);
                DoubleVector x = EXACT.cast(broadcast(SPECIES, as[q]));
                s0 = x.fma(left, s0);
                t0 = x.fma(right, t0);
                x = EXACT.cast(broadcast(SPECIES, as[q + STRIDE]));
                s1 = x.fma(left, s1);
                t1 = x.fma(right, t1);
                x = EXACT.cast(broadcast(SPECIES, as[q + 2 * STRIDE]));
                s2 = x.fma(left, s2);
                t2 = x.fma(right, t2);
                x = EXACT.cast(broadcast(SPECIES, as[q + 3 * STRIDE]));
                s3 = x.fma(left, s3);
                t3 = x.fma(right, t3);
                x = EXACT.cast(broadcast(SPECIES, as[q + 4 * STRIDE]));
                s4 = x.fma(left, s4);
                t4 = x.fma(right, t4);
                q += step;
            }
            int p = at + t * (5 * STRIDE);
            EXACT.cast(s0).intoArray(c, p);
            EXACT.cast(t0).intoArray(c, p + COUNT);
            EXACT.cast(s1).intoArray(c, p + STRIDE);
            EXACT.cast(t1).intoArray(c, p + STRIDE + COUNT);
            EXACT.cast(s2).intoArray(c, p + 2 * STRIDE);
            EXACT.cast(t2).intoArray(c, p + 2 * STRIDE + COUNT);
            EXACT.cast(s3).intoArray(c, p + 3 * STRIDE);
            EXACT.cast(t3).intoArray(c, p + 3 * STRIDE + COUNT);
            EXACT.cast(s4).intoArray(c, p + 4 * STRIDE);
            EXACT.cast(t4).intoArray(c, p + 4 * STRIDE + COUNT);
        }
    }
}
