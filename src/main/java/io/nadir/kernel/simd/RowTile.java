package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.SPECIES;
import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Tuning.STRIDE;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * The inner kernel of products with rows of a slab: each element of a row is broadcast and
 * multiplies two vectors of a packed panel.
 *
 * <p>The bodies call the vector operations themselves, which are forcibly inlined. Past 18,000
 * nodes the compiler refuses every other call, however small, and vectors that cross it are boxed:
 * the same tiles with a helper for load and store ran twenty times slower.
 */
final class RowTile {
    private RowTile() {}

    /**
     * C += A·B for a tile C of {@link Tuning#TILE} rows and {@link Tuning#PANEL} columns.
     *
     * @param as slab that has A
     * @param a index of A(0, 0); element (i, k) is at {@code a + i * STRIDE + k}
     * @param bs packed panel that has B
     * @param b index of B(0, 0); element (k, j) is at {@code b + k * PANEL + j}
     * @param depth columns of A and rows of B
     * @param width columns of C that are wanted; others may or may not be written
     * @param c array that has the tile, which must not overlap A or B
     * @param at index of C(0, 0)
     * @param stride distance between rows of C
     */
    static void addProduct(
            double[] as,
            int a,
            double[] bs,
            int b,
            int depth,
            int width,
            double[] c,
            int at,
            int stride) {
        if (Lanes.MANY_REGISTERS && width <= COUNT) {
            eightRowsOfOneVector(as, a, bs, b, depth, c, at, stride);
        } else if (Lanes.MANY_REGISTERS) {
            eightRows(as, a, bs, b, depth, c, at, stride);
        } else {
            fourRows(as, a, bs, b, depth, c, at, stride);
        }
    }

    private static void eightRows(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
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
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * PANEL);
            DoubleVector right = fromArray(SPECIES, bs, b + k * PANEL + COUNT);
            DoubleVector x = broadcast(SPECIES, as[a + k]);
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = broadcast(SPECIES, as[a + STRIDE + k]);
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = broadcast(SPECIES, as[a + 2 * STRIDE + k]);
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = broadcast(SPECIES, as[a + 3 * STRIDE + k]);
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = broadcast(SPECIES, as[a + 4 * STRIDE + k]);
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            x = broadcast(SPECIES, as[a + 5 * STRIDE + k]);
            s5 = x.fma(left, s5);
            t5 = x.fma(right, t5);
            x = broadcast(SPECIES, as[a + 6 * STRIDE + k]);
            s6 = x.fma(left, s6);
            t6 = x.fma(right, t6);
            x = broadcast(SPECIES, as[a + 7 * STRIDE + k]);
            s7 = x.fma(left, s7);
            t7 = x.fma(right, t7);
        }
        int p = at;
        fromArray(SPECIES, c, p).add(s0).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t0).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s1).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t1).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s2).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t2).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s3).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t3).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s4).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t4).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s5).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t5).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s6).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t6).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s7).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t7).intoArray(c, p + COUNT);
    }

    private static void eightRowsOfOneVector(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
        DoubleVector s0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector s4 = zero(SPECIES);
        DoubleVector s5 = zero(SPECIES);
        DoubleVector s6 = zero(SPECIES);
        DoubleVector s7 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * PANEL);
            s0 = broadcast(SPECIES, as[a + k]).fma(left, s0);
            s1 = broadcast(SPECIES, as[a + STRIDE + k]).fma(left, s1);
            s2 = broadcast(SPECIES, as[a + 2 * STRIDE + k]).fma(left, s2);
            s3 = broadcast(SPECIES, as[a + 3 * STRIDE + k]).fma(left, s3);
            s4 = broadcast(SPECIES, as[a + 4 * STRIDE + k]).fma(left, s4);
            s5 = broadcast(SPECIES, as[a + 5 * STRIDE + k]).fma(left, s5);
            s6 = broadcast(SPECIES, as[a + 6 * STRIDE + k]).fma(left, s6);
            s7 = broadcast(SPECIES, as[a + 7 * STRIDE + k]).fma(left, s7);
        }
        int p = at;
        fromArray(SPECIES, c, p).add(s0).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s1).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s2).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s3).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s4).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s5).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s6).intoArray(c, p);
        p += stride;
        fromArray(SPECIES, c, p).add(s7).intoArray(c, p);
    }

    private static void fourRows(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
        DoubleVector s0 = zero(SPECIES);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector s1 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector s2 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector s3 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        for (int k = 0; k < depth; k++) {
            DoubleVector left = fromArray(SPECIES, bs, b + k * PANEL);
            DoubleVector right = fromArray(SPECIES, bs, b + k * PANEL + COUNT);
            DoubleVector x = broadcast(SPECIES, as[a + k]);
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = broadcast(SPECIES, as[a + STRIDE + k]);
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = broadcast(SPECIES, as[a + 2 * STRIDE + k]);
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = broadcast(SPECIES, as[a + 3 * STRIDE + k]);
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
        }
        int p = at;
        fromArray(SPECIES, c, p).add(s0).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t0).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s1).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t1).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s2).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t2).intoArray(c, p + COUNT);
        p += stride;
        fromArray(SPECIES, c, p).add(s3).intoArray(c, p);
        fromArray(SPECIES, c, p + COUNT).add(t3).intoArray(c, p + COUNT);
    }
}
