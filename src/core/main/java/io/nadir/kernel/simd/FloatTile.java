// Written by FloatTileTemplate: do not edit. TileTemplateTest says how to write it anew.
package io.nadir.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link ColumnTile} for numbers of float32, of which a vector has twice as many. */
final class FloatTile {
    private static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));
    private static final Class<? extends FloatVector> EXACT =
            SPECIES.vectorType().asSubclass(FloatVector.class);
    private static final int COUNT = 2 * Width.COUNT;

    private FloatTile() {}

    /**
     * C += A·B for a tile C of {@link Tuning#FLOAT_ROWS} rows and {@link Tuning#FLOAT_PANEL}
     * columns.
     *
     * @param as array that has A, transposed
     * @param a index of A(0, 0); element (i, k) is at {@code a + k * aStride + i}
     * @param aStride distance between the columns of A
     * @param bs packed panel that has B
     * @param b index of B(0, 0); its rows are end to end
     * @param depth columns of A and rows of B
     * @param c array that has the tile, which must not overlap A or B
     * @param at index of C(0, 0)
     * @param cStride distance between rows of C
     */
    static void addProduct(
            float[] as,
            int a,
            int aStride,
            float[] bs,
            int b,
            int depth,
            float[] c,
            int at,
            int cStride) {
        if (Lanes.MANY_REGISTERS) {
            sixRowsOfFour(as, a, aStride, bs, b, depth, c, at, cStride);
        } else {
            fiveRowsOfTwo(as, a, aStride, bs, b, depth, c, at, cStride);
        }
    }

    private static void sixRowsOfFour(
            float[] as,
            int a,
            int aStride,
            float[] bs,
            int b,
            int depth,
            float[] c,
            int at,
            int cStride) {
        FloatVector s0 = zero(SPECIES);
        FloatVector t0 = zero(SPECIES);
        FloatVector u0 = zero(SPECIES);
        FloatVector v0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector t1 = zero(SPECIES);
        FloatVector u1 = zero(SPECIES);
        FloatVector v1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector t2 = zero(SPECIES);
        FloatVector u2 = zero(SPECIES);
        FloatVector v2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        FloatVector t3 = zero(SPECIES);
        FloatVector u3 = zero(SPECIES);
        FloatVector v3 = zero(SPECIES);
        FloatVector s4 = zero(SPECIES);
        FloatVector t4 = zero(SPECIES);
        FloatVector u4 = zero(SPECIES);
        FloatVector v4 = zero(SPECIES);
        FloatVector s5 = zero(SPECIES);
        FloatVector t5 = zero(SPECIES);
        FloatVector u5 = zero(SPECIES);
        FloatVector v5 = zero(SPECIES);
        int q = a;
        for (int k = 0; k < depth; k++) {
            FloatVector first = fromArray(SPECIES, bs, b + k * (4 * COUNT));
            FloatVector second = fromArray(SPECIES, bs, b + k * (4 * COUNT) + COUNT);
            FloatVector third = fromArray(SPECIES, bs, b + k * (4 * COUNT) + 2 * COUNT);
            FloatVector fourth = fromArray(SPECIES, bs, b + k * (4 * COUNT) + 3 * COUNT);
            FloatVector x = EXACT.cast(broadcast(SPECIES, as[q]));
            s0 = x.fma(first, s0);
            t0 = x.fma(second, t0);
            u0 = x.fma(third, u0);
            v0 = x.fma(fourth, v0);
            x = EXACT.cast(broadcast(SPECIES, as[q + 1]));
            s1 = x.fma(first, s1);
            t1 = x.fma(second, t1);
            u1 = x.fma(third, u1);
            v1 = x.fma(fourth, v1);
            x = EXACT.cast(broadcast(SPECIES, as[q + 2]));
            s2 = x.fma(first, s2);
            t2 = x.fma(second, t2);
            u2 = x.fma(third, u2);
            v2 = x.fma(fourth, v2);
            x = EXACT.cast(broadcast(SPECIES, as[q + 3]));
            s3 = x.fma(first, s3);
            t3 = x.fma(second, t3);
            u3 = x.fma(third, u3);
            v3 = x.fma(fourth, v3);
            x = EXACT.cast(broadcast(SPECIES, as[q + 4]));
            s4 = x.fma(first, s4);
            t4 = x.fma(second, t4);
            u4 = x.fma(third, u4);
            v4 = x.fma(fourth, v4);
            x = EXACT.cast(broadcast(SPECIES, as[q + 5]));
            s5 = x.fma(first, s5);
            t5 = x.fma(second, t5);
            u5 = x.fma(third, u5);
            v5 = x.fma(fourth, v5);
            q += aStride;
        }
        int p = at;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t0).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u0).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v0).intoArray(c, p + 3 * COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t1).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u1).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v1).intoArray(c, p + 3 * COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t2).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u2).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v2).intoArray(c, p + 3 * COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t3).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u3).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v3).intoArray(c, p + 3 * COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t4).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u4).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v4).intoArray(c, p + 3 * COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s5).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t5).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u5).intoArray(c, p + 2 * COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 3 * COUNT)).add(v5).intoArray(c, p + 3 * COUNT);
    }

    private static void fiveRowsOfTwo(
            float[] as,
            int a,
            int aStride,
            float[] bs,
            int b,
            int depth,
            float[] c,
            int at,
            int cStride) {
        FloatVector s0 = zero(SPECIES);
        FloatVector t0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector t1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector t2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        FloatVector t3 = zero(SPECIES);
        FloatVector s4 = zero(SPECIES);
        FloatVector t4 = zero(SPECIES);
        int q = a;
        for (int k = 0; k < depth; k++) {
            FloatVector left = fromArray(SPECIES, bs, b + k * (2 * COUNT));
            FloatVector right = fromArray(SPECIES, bs, b + k * (2 * COUNT) + COUNT);
            FloatVector x = EXACT.cast(broadcast(SPECIES, as[q]));
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = EXACT.cast(broadcast(SPECIES, as[q + 1]));
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = EXACT.cast(broadcast(SPECIES, as[q + 2]));
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = EXACT.cast(broadcast(SPECIES, as[q + 3]));
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = EXACT.cast(broadcast(SPECIES, as[q + 4]));
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            q += aStride;
        }
        int p = at;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t0).intoArray(c, p + COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t1).intoArray(c, p + COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t2).intoArray(c, p + COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t3).intoArray(c, p + COUNT);
        p += cStride;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t4).intoArray(c, p + COUNT);
    }
}
