// Written by FloatTileTemplate: do not edit. TileTemplateTest says how to write it anew.
package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Tuning.FLOAT_COLUMNS;
import static io.nadir.kernel.simd.Tuning.FLOAT_PANEL;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ColumnTile} for numbers of float32, of which a vector has twice as many, and for a product
 * whose factors are in the same panels.
 */
final class FloatTile {
    private static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));
    private static final Class<? extends FloatVector> EXACT =
            SPECIES.vectorType().asSubclass(FloatVector.class);
    private static final int COUNT = 2 * Width.COUNT;

    private FloatTile() {}

    /**
     * C += Aᵀ·B for a tile C of {@link Tuning#FLOAT_ROWS} rows and {@link Tuning#FLOAT_COLUMNS}
     * columns, which are end to end.
     *
     * @param data array that has A and B, with rows {@link Tuning#FLOAT_PANEL} apart
     * @param a index of A(0, 0)
     * @param b index of B(0, 0)
     * @param depth rows of A and B
     * @param c array that has the tile
     * @param at index of C(0, 0)
     */
    static void addProduct(float[] data, int a, int b, int depth, float[] c, int at) {
        if (Lanes.MANY_REGISTERS) {
            eightRowsOfThree(data, a, b, depth, c, at);
        } else {
            fiveRowsOfTwo(data, a, b, depth, c, at);
        }
    }

    private static void eightRowsOfThree(float[] data, int a, int b, int depth, float[] c, int at) {
        FloatVector s0 = zero(SPECIES);
        FloatVector t0 = zero(SPECIES);
        FloatVector u0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector t1 = zero(SPECIES);
        FloatVector u1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector t2 = zero(SPECIES);
        FloatVector u2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        FloatVector t3 = zero(SPECIES);
        FloatVector u3 = zero(SPECIES);
        FloatVector s4 = zero(SPECIES);
        FloatVector t4 = zero(SPECIES);
        FloatVector u4 = zero(SPECIES);
        FloatVector s5 = zero(SPECIES);
        FloatVector t5 = zero(SPECIES);
        FloatVector u5 = zero(SPECIES);
        FloatVector s6 = zero(SPECIES);
        FloatVector t6 = zero(SPECIES);
        FloatVector u6 = zero(SPECIES);
        FloatVector s7 = zero(SPECIES);
        FloatVector t7 = zero(SPECIES);
        FloatVector u7 = zero(SPECIES);
        int q = a;
        for (int k = 0; k < depth; k++) {
            FloatVector first = fromArray(SPECIES, data, b + k * FLOAT_PANEL);
            FloatVector second = fromArray(SPECIES, data, b + k * FLOAT_PANEL + COUNT);
            FloatVector third = fromArray(SPECIES, data, b + k * FLOAT_PANEL + 2 * COUNT);
            FloatVector x = EXACT.cast(broadcast(SPECIES, data[q]));
            s0 = x.fma(first, s0);
            t0 = x.fma(second, t0);
            u0 = x.fma(third, u0);
            x = EXACT.cast(broadcast(SPECIES, data[q + 1]));
            s1 = x.fma(first, s1);
            t1 = x.fma(second, t1);
            u1 = x.fma(third, u1);
            x = EXACT.cast(broadcast(SPECIES, data[q + 2]));
            s2 = x.fma(first, s2);
            t2 = x.fma(second, t2);
            u2 = x.fma(third, u2);
            x = EXACT.cast(broadcast(SPECIES, data[q + 3]));
            s3 = x.fma(first, s3);
            t3 = x.fma(second, t3);
            u3 = x.fma(third, u3);
            x = EXACT.cast(broadcast(SPECIES, data[q + 4]));
            s4 = x.fma(first, s4);
            t4 = x.fma(second, t4);
            u4 = x.fma(third, u4);
            x = EXACT.cast(broadcast(SPECIES, data[q + 5]));
            s5 = x.fma(first, s5);
            t5 = x.fma(second, t5);
            u5 = x.fma(third, u5);
            x = EXACT.cast(broadcast(SPECIES, data[q + 6]));
            s6 = x.fma(first, s6);
            t6 = x.fma(second, t6);
            u6 = x.fma(third, u6);
            x = EXACT.cast(broadcast(SPECIES, data[q + 7]));
            s7 = x.fma(first, s7);
            t7 = x.fma(second, t7);
            u7 = x.fma(third, u7);
            q += FLOAT_PANEL;
        }
        int p = at;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t0).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u0).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t1).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u1).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t2).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u2).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t3).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u3).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t4).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u4).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s5).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t5).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u5).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s6).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t6).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u6).intoArray(c, p + 2 * COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s7).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t7).intoArray(c, p + COUNT);
        EXACT.cast(fromArray(SPECIES, c, p + 2 * COUNT)).add(u7).intoArray(c, p + 2 * COUNT);
    }

    private static void fiveRowsOfTwo(float[] data, int a, int b, int depth, float[] c, int at) {
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
            FloatVector left = fromArray(SPECIES, data, b + k * FLOAT_PANEL);
            FloatVector right = fromArray(SPECIES, data, b + k * FLOAT_PANEL + COUNT);
            FloatVector x = EXACT.cast(broadcast(SPECIES, data[q]));
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = EXACT.cast(broadcast(SPECIES, data[q + 1]));
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = EXACT.cast(broadcast(SPECIES, data[q + 2]));
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = EXACT.cast(broadcast(SPECIES, data[q + 3]));
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = EXACT.cast(broadcast(SPECIES, data[q + 4]));
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            q += FLOAT_PANEL;
        }
        int p = at;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s0).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t0).intoArray(c, p + COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s1).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t1).intoArray(c, p + COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s2).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t2).intoArray(c, p + COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s3).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t3).intoArray(c, p + COUNT);
        p += FLOAT_COLUMNS;
        EXACT.cast(fromArray(SPECIES, c, p)).add(s4).intoArray(c, p);
        EXACT.cast(fromArray(SPECIES, c, p + COUNT)).add(t4).intoArray(c, p + COUNT);
    }
}
