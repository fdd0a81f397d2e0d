// Written by NarrowTileTemplate: do not edit. TileTemplateTest says how to write it anew.
package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.EXACT_FLOATS;
import static io.nadir.kernel.simd.Lanes.FLOATS;
import static io.nadir.kernel.simd.Lanes.SPECIES;
import static io.nadir.kernel.simd.Tuning.ORIGIN;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * {@link NarrowTile} for an A of float32, whose elements become float64 in registers. Results have
 * the bits that those for a float64 copy of A have.
 */
final class NarrowFloatTile {
    private NarrowFloatTile() {}

    /**
     * Products of {@link Tuning#NARROW_TILE_ROWS} rows of A with B, lane by lane: the sum of the
     * lanes of vector {@code i * NARROW_WIDTH + c} of the output is element (i, c).
     *
     * @param a index in {@code as} of the first element of the first row
     * @param stride distance between rows of A
     * @param vectors length of a row
     * @param b index of B in {@code bs}
     * @param at index in {@code out} of the first vector
     */
    static void dotRows(
            float[] as, int a, int stride, int vectors, double[] bs, int b, double[] out, int at) {
        if (Lanes.MANY_REGISTERS) {
            dotFourRows(as, a, stride, vectors, bs, b, out, at);
        } else {
            dotTwoRows(as, a, stride, vectors, bs, b, out, at);
        }
    }

    private static void dotFourRows(
            float[] as, int a, int stride, int vectors, double[] bs, int b, double[] out, int at) {
        int a1 = a + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        DoubleVector s00 = zero(SPECIES);
        DoubleVector s01 = zero(SPECIES);
        DoubleVector s02 = zero(SPECIES);
        DoubleVector s03 = zero(SPECIES);
        DoubleVector s10 = zero(SPECIES);
        DoubleVector s11 = zero(SPECIES);
        DoubleVector s12 = zero(SPECIES);
        DoubleVector s13 = zero(SPECIES);
        DoubleVector s20 = zero(SPECIES);
        DoubleVector s21 = zero(SPECIES);
        DoubleVector s22 = zero(SPECIES);
        DoubleVector s23 = zero(SPECIES);
        DoubleVector s30 = zero(SPECIES);
        DoubleVector s31 = zero(SPECIES);
        DoubleVector s32 = zero(SPECIES);
        DoubleVector s33 = zero(SPECIES);
        for (int k = 0; k < vectors; k++) {
            int p = k * COUNT;
            int q = b + 4 * p;
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a + p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a1 + p));
            DoubleVector y1 = EXACT.cast(z1.convertShape(F2D, SPECIES, 0));
            FloatVector z2 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a2 + p));
            DoubleVector y2 = EXACT.cast(z2.convertShape(F2D, SPECIES, 0));
            FloatVector z3 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a3 + p));
            DoubleVector y3 = EXACT.cast(z3.convertShape(F2D, SPECIES, 0));
            DoubleVector x = fromArray(SPECIES, bs, q);
            s00 = y0.fma(x, s00);
            s10 = y1.fma(x, s10);
            s20 = y2.fma(x, s20);
            s30 = y3.fma(x, s30);
            x = fromArray(SPECIES, bs, q + COUNT);
            s01 = y0.fma(x, s01);
            s11 = y1.fma(x, s11);
            s21 = y2.fma(x, s21);
            s31 = y3.fma(x, s31);
            x = fromArray(SPECIES, bs, q + 2 * COUNT);
            s02 = y0.fma(x, s02);
            s12 = y1.fma(x, s12);
            s22 = y2.fma(x, s22);
            s32 = y3.fma(x, s32);
            x = fromArray(SPECIES, bs, q + 3 * COUNT);
            s03 = y0.fma(x, s03);
            s13 = y1.fma(x, s13);
            s23 = y2.fma(x, s23);
            s33 = y3.fma(x, s33);
        }
        EXACT.cast(s00).intoArray(out, at);
        EXACT.cast(s01).intoArray(out, at + COUNT);
        EXACT.cast(s02).intoArray(out, at + 2 * COUNT);
        EXACT.cast(s03).intoArray(out, at + 3 * COUNT);
        EXACT.cast(s10).intoArray(out, at + 4 * COUNT);
        EXACT.cast(s11).intoArray(out, at + 5 * COUNT);
        EXACT.cast(s12).intoArray(out, at + 6 * COUNT);
        EXACT.cast(s13).intoArray(out, at + 7 * COUNT);
        EXACT.cast(s20).intoArray(out, at + 8 * COUNT);
        EXACT.cast(s21).intoArray(out, at + 9 * COUNT);
        EXACT.cast(s22).intoArray(out, at + 10 * COUNT);
        EXACT.cast(s23).intoArray(out, at + 11 * COUNT);
        EXACT.cast(s30).intoArray(out, at + 12 * COUNT);
        EXACT.cast(s31).intoArray(out, at + 13 * COUNT);
        EXACT.cast(s32).intoArray(out, at + 14 * COUNT);
        EXACT.cast(s33).intoArray(out, at + 15 * COUNT);
    }

    private static void dotTwoRows(
            float[] as, int a, int stride, int vectors, double[] bs, int b, double[] out, int at) {
        int a1 = a + stride;
        DoubleVector s00 = zero(SPECIES);
        DoubleVector s01 = zero(SPECIES);
        DoubleVector s02 = zero(SPECIES);
        DoubleVector s03 = zero(SPECIES);
        DoubleVector s10 = zero(SPECIES);
        DoubleVector s11 = zero(SPECIES);
        DoubleVector s12 = zero(SPECIES);
        DoubleVector s13 = zero(SPECIES);
        for (int k = 0; k < vectors; k++) {
            int p = k * COUNT;
            int q = b + 4 * p;
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a + p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a1 + p));
            DoubleVector y1 = EXACT.cast(z1.convertShape(F2D, SPECIES, 0));
            DoubleVector x = fromArray(SPECIES, bs, q);
            s00 = y0.fma(x, s00);
            s10 = y1.fma(x, s10);
            x = fromArray(SPECIES, bs, q + COUNT);
            s01 = y0.fma(x, s01);
            s11 = y1.fma(x, s11);
            x = fromArray(SPECIES, bs, q + 2 * COUNT);
            s02 = y0.fma(x, s02);
            s12 = y1.fma(x, s12);
            x = fromArray(SPECIES, bs, q + 3 * COUNT);
            s03 = y0.fma(x, s03);
            s13 = y1.fma(x, s13);
        }
        EXACT.cast(s00).intoArray(out, at);
        EXACT.cast(s01).intoArray(out, at + COUNT);
        EXACT.cast(s02).intoArray(out, at + 2 * COUNT);
        EXACT.cast(s03).intoArray(out, at + 3 * COUNT);
        EXACT.cast(s10).intoArray(out, at + 4 * COUNT);
        EXACT.cast(s11).intoArray(out, at + 5 * COUNT);
        EXACT.cast(s12).intoArray(out, at + 6 * COUNT);
        EXACT.cast(s13).intoArray(out, at + 7 * COUNT);
    }

    /** As {@link #dotRows} for one row. */
    static void dotRow(float[] as, int a, int vectors, double[] bs, int b, double[] out, int at) {
        DoubleVector s00 = zero(SPECIES);
        DoubleVector s01 = zero(SPECIES);
        DoubleVector s02 = zero(SPECIES);
        DoubleVector s03 = zero(SPECIES);
        for (int k = 0; k < vectors; k++) {
            int p = k * COUNT;
            int q = b + 4 * p;
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a + p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            DoubleVector x = fromArray(SPECIES, bs, q);
            s00 = y0.fma(x, s00);
            x = fromArray(SPECIES, bs, q + COUNT);
            s01 = y0.fma(x, s01);
            x = fromArray(SPECIES, bs, q + 2 * COUNT);
            s02 = y0.fma(x, s02);
            x = fromArray(SPECIES, bs, q + 3 * COUNT);
            s03 = y0.fma(x, s03);
        }
        EXACT.cast(s00).intoArray(out, at);
        EXACT.cast(s01).intoArray(out, at + COUNT);
        EXACT.cast(s02).intoArray(out, at + 2 * COUNT);
        EXACT.cast(s03).intoArray(out, at + 3 * COUNT);
    }

    /**
     * W += Aᵀ·T for {@link Tuning#NARROW_TILE_VECTORS} vectors of columns of A.
     *
     * @param a index in {@code as} of the first of these columns in the first row
     * @param rows rows of A and T
     * @param t index of T in {@code ts}; element (i, c) is at {@code t + i * NARROW_WIDTH + c}
     * @param w index in {@code ws} of the first vector of W
     */
    static void addColumns(
            float[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
        if (Lanes.MANY_REGISTERS) {
            addFourVectors(as, a, stride, rows, ts, t, ws, w);
        } else {
            addTwoVectors(as, a, stride, rows, ts, t, ws, w);
        }
    }

    private static void addFourVectors(
            float[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
        DoubleVector s00 = fromArray(SPECIES, ws, w);
        DoubleVector s01 = fromArray(SPECIES, ws, w + COUNT);
        DoubleVector s02 = fromArray(SPECIES, ws, w + 2 * COUNT);
        DoubleVector s03 = fromArray(SPECIES, ws, w + 3 * COUNT);
        DoubleVector s10 = fromArray(SPECIES, ws, w + 4 * COUNT);
        DoubleVector s11 = fromArray(SPECIES, ws, w + 5 * COUNT);
        DoubleVector s12 = fromArray(SPECIES, ws, w + 6 * COUNT);
        DoubleVector s13 = fromArray(SPECIES, ws, w + 7 * COUNT);
        DoubleVector s20 = fromArray(SPECIES, ws, w + 8 * COUNT);
        DoubleVector s21 = fromArray(SPECIES, ws, w + 9 * COUNT);
        DoubleVector s22 = fromArray(SPECIES, ws, w + 10 * COUNT);
        DoubleVector s23 = fromArray(SPECIES, ws, w + 11 * COUNT);
        DoubleVector s30 = fromArray(SPECIES, ws, w + 12 * COUNT);
        DoubleVector s31 = fromArray(SPECIES, ws, w + 13 * COUNT);
        DoubleVector s32 = fromArray(SPECIES, ws, w + 14 * COUNT);
        DoubleVector s33 = fromArray(SPECIES, ws, w + 15 * COUNT);
        int p = a;
        for (int i = 0; i < rows; i++) {
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p + COUNT));
            DoubleVector y1 = EXACT.cast(z1.convertShape(F2D, SPECIES, 0));
            FloatVector z2 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p + 2 * COUNT));
            DoubleVector y2 = EXACT.cast(z2.convertShape(F2D, SPECIES, 0));
            FloatVector z3 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p + 3 * COUNT));
            DoubleVector y3 = EXACT.cast(z3.convertShape(F2D, SPECIES, 0));
            DoubleVector x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i]));
            s00 = x.fma(y0, s00);
            s10 = x.fma(y1, s10);
            s20 = x.fma(y2, s20);
            s30 = x.fma(y3, s30);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 1]));
            s01 = x.fma(y0, s01);
            s11 = x.fma(y1, s11);
            s21 = x.fma(y2, s21);
            s31 = x.fma(y3, s31);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 2]));
            s02 = x.fma(y0, s02);
            s12 = x.fma(y1, s12);
            s22 = x.fma(y2, s22);
            s32 = x.fma(y3, s32);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 3]));
            s03 = x.fma(y0, s03);
            s13 = x.fma(y1, s13);
            s23 = x.fma(y2, s23);
            s33 = x.fma(y3, s33);
            p += stride;
        }
        EXACT.cast(s00).intoArray(ws, w);
        EXACT.cast(s01).intoArray(ws, w + COUNT);
        EXACT.cast(s02).intoArray(ws, w + 2 * COUNT);
        EXACT.cast(s03).intoArray(ws, w + 3 * COUNT);
        EXACT.cast(s10).intoArray(ws, w + 4 * COUNT);
        EXACT.cast(s11).intoArray(ws, w + 5 * COUNT);
        EXACT.cast(s12).intoArray(ws, w + 6 * COUNT);
        EXACT.cast(s13).intoArray(ws, w + 7 * COUNT);
        EXACT.cast(s20).intoArray(ws, w + 8 * COUNT);
        EXACT.cast(s21).intoArray(ws, w + 9 * COUNT);
        EXACT.cast(s22).intoArray(ws, w + 10 * COUNT);
        EXACT.cast(s23).intoArray(ws, w + 11 * COUNT);
        EXACT.cast(s30).intoArray(ws, w + 12 * COUNT);
        EXACT.cast(s31).intoArray(ws, w + 13 * COUNT);
        EXACT.cast(s32).intoArray(ws, w + 14 * COUNT);
        EXACT.cast(s33).intoArray(ws, w + 15 * COUNT);
    }

    private static void addTwoVectors(
            float[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
        DoubleVector s00 = fromArray(SPECIES, ws, w);
        DoubleVector s01 = fromArray(SPECIES, ws, w + COUNT);
        DoubleVector s02 = fromArray(SPECIES, ws, w + 2 * COUNT);
        DoubleVector s03 = fromArray(SPECIES, ws, w + 3 * COUNT);
        DoubleVector s10 = fromArray(SPECIES, ws, w + 4 * COUNT);
        DoubleVector s11 = fromArray(SPECIES, ws, w + 5 * COUNT);
        DoubleVector s12 = fromArray(SPECIES, ws, w + 6 * COUNT);
        DoubleVector s13 = fromArray(SPECIES, ws, w + 7 * COUNT);
        int p = a;
        for (int i = 0; i < rows; i++) {
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p + COUNT));
            DoubleVector y1 = EXACT.cast(z1.convertShape(F2D, SPECIES, 0));
            DoubleVector x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i]));
            s00 = x.fma(y0, s00);
            s10 = x.fma(y1, s10);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 1]));
            s01 = x.fma(y0, s01);
            s11 = x.fma(y1, s11);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 2]));
            s02 = x.fma(y0, s02);
            s12 = x.fma(y1, s12);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 3]));
            s03 = x.fma(y0, s03);
            s13 = x.fma(y1, s13);
            p += stride;
        }
        EXACT.cast(s00).intoArray(ws, w);
        EXACT.cast(s01).intoArray(ws, w + COUNT);
        EXACT.cast(s02).intoArray(ws, w + 2 * COUNT);
        EXACT.cast(s03).intoArray(ws, w + 3 * COUNT);
        EXACT.cast(s10).intoArray(ws, w + 4 * COUNT);
        EXACT.cast(s11).intoArray(ws, w + 5 * COUNT);
        EXACT.cast(s12).intoArray(ws, w + 6 * COUNT);
        EXACT.cast(s13).intoArray(ws, w + 7 * COUNT);
    }

    /** As {@link #addColumns} for one vector. */
    static void addVector(
            float[] as, int a, int stride, int rows, double[] ts, int t, double[] ws, int w) {
        DoubleVector s00 = fromArray(SPECIES, ws, w);
        DoubleVector s01 = fromArray(SPECIES, ws, w + COUNT);
        DoubleVector s02 = fromArray(SPECIES, ws, w + 2 * COUNT);
        DoubleVector s03 = fromArray(SPECIES, ws, w + 3 * COUNT);
        int p = a;
        for (int i = 0; i < rows; i++) {
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, p));
            DoubleVector y0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0));
            DoubleVector x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i]));
            s00 = x.fma(y0, s00);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 1]));
            s01 = x.fma(y0, s01);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 2]));
            s02 = x.fma(y0, s02);
            x = EXACT.cast(broadcast(SPECIES, ts[t + 4 * i + 3]));
            s03 = x.fma(y0, s03);
            p += stride;
        }
        EXACT.cast(s00).intoArray(ws, w);
        EXACT.cast(s01).intoArray(ws, w + COUNT);
        EXACT.cast(s02).intoArray(ws, w + 2 * COUNT);
        EXACT.cast(s03).intoArray(ws, w + 3 * COUNT);
    }

    /**
     * For one column, which has no {@link NarrowPanel}: products of {@link Tuning#COLUMN_DOT_ROWS}
     * rows of A with B, lane by lane as in {@link #dotRows}.
     *
     * @param a index in {@code as} of the first row
     * @param stride distance between rows of A
     * @param vectors length of a row
     * @param bs has B from {@link Tuning#ORIGIN} on
     * @param out takes the products from there on
     */
    static void dotColumn(float[] as, int a, int stride, int vectors, double[] bs, double[] out) {
        int a1 = a + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        DoubleVector s0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        for (int k = 0; k < vectors; k++) {
            int p = k * COUNT;
            DoubleVector x = fromArray(SPECIES, bs, ORIGIN + p);
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a + p));
            s0 = EXACT.cast(z0.convertShape(F2D, SPECIES, 0)).fma(x, s0);
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a1 + p));
            s1 = EXACT.cast(z1.convertShape(F2D, SPECIES, 0)).fma(x, s1);
            FloatVector z2 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a2 + p));
            s2 = EXACT.cast(z2.convertShape(F2D, SPECIES, 0)).fma(x, s2);
            FloatVector z3 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a3 + p));
            s3 = EXACT.cast(z3.convertShape(F2D, SPECIES, 0)).fma(x, s3);
        }
        EXACT.cast(s0).intoArray(out, ORIGIN);
        EXACT.cast(s1).intoArray(out, ORIGIN + COUNT);
        EXACT.cast(s2).intoArray(out, ORIGIN + 2 * COUNT);
        EXACT.cast(s3).intoArray(out, ORIGIN + 3 * COUNT);
    }

    /**
     * For one column: W += {@link Tuning#COLUMN_ADD_ROWS} rows of A times a factor each, one after
     * the other.
     *
     * @param a index in {@code as} of the first row
     * @param stride distance between rows of A
     * @param vectors length of a row
     * @param factors has the factors from {@code f} on
     * @param ws has W from {@link Tuning#ORIGIN} on
     */
    static void addRows(
            float[] as, int a, int stride, int vectors, double[] factors, int f, double[] ws) {
        int a1 = a + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        int a4 = a3 + stride;
        int a5 = a4 + stride;
        int a6 = a5 + stride;
        int a7 = a6 + stride;
        DoubleVector f0 = broadcast(SPECIES, factors[f]);
        DoubleVector f1 = broadcast(SPECIES, factors[f + 1]);
        DoubleVector f2 = broadcast(SPECIES, factors[f + 2]);
        DoubleVector f3 = broadcast(SPECIES, factors[f + 3]);
        DoubleVector f4 = broadcast(SPECIES, factors[f + 4]);
        DoubleVector f5 = broadcast(SPECIES, factors[f + 5]);
        DoubleVector f6 = broadcast(SPECIES, factors[f + 6]);
        DoubleVector f7 = broadcast(SPECIES, factors[f + 7]);
        for (int k = 0; k < vectors; k++) {
            int p = k * COUNT;
            DoubleVector w = fromArray(SPECIES, ws, ORIGIN + p);
            FloatVector z0 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a + p));
            w = EXACT.cast(z0.convertShape(F2D, SPECIES, 0)).fma(f0, w);
            FloatVector z1 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a1 + p));
            w = EXACT.cast(z1.convertShape(F2D, SPECIES, 0)).fma(f1, w);
            FloatVector z2 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a2 + p));
            w = EXACT.cast(z2.convertShape(F2D, SPECIES, 0)).fma(f2, w);
            FloatVector z3 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a3 + p));
            w = EXACT.cast(z3.convertShape(F2D, SPECIES, 0)).fma(f3, w);
            FloatVector z4 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a4 + p));
            w = EXACT.cast(z4.convertShape(F2D, SPECIES, 0)).fma(f4, w);
            FloatVector z5 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a5 + p));
            w = EXACT.cast(z5.convertShape(F2D, SPECIES, 0)).fma(f5, w);
            FloatVector z6 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a6 + p));
            w = EXACT.cast(z6.convertShape(F2D, SPECIES, 0)).fma(f6, w);
            FloatVector z7 = EXACT_FLOATS.cast(fromArray(FLOATS, as, a7 + p));
            w = EXACT.cast(z7.convertShape(F2D, SPECIES, 0)).fma(f7, w);
            w.intoArray(ws, ORIGIN + p);
        }
    }
}
