package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Tuning.PANEL;
import static io.nadir.kernel.simd.Tuning.STRIDE;
import static io.nadir.kernel.simd.Vectors.add;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * The inner kernel of products with columns of a slab, its transpose: as {@link RowTile}, but
 * stepping down the slab while the elements broadcast together lie side by side.
 */
final class ColumnTile {
    private ColumnTile() {}

    /**
     * C += A·B for a tile C of {@link Tuning#TILE} rows and {@link Tuning#PANEL} columns.
     *
     * @param as slab that has A
     * @param a index of A(0, 0); element (i, k) is at {@code a + k * STRIDE + i}
     * @param bs packed panel that has B
     * @param b index of B(0, 0); element (k, j) is at {@code b + k * PANEL + j}
     * @param depth columns of A and rows of B
     * @param c array that has the tile, which must not overlap A or B
     * @param at index of C(0, 0)
     * @param stride distance between rows of C
     */
    static void addProduct(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
        if (Lanes.MANY_REGISTERS) {
            eightRows(as, a, bs, b, depth, c, at, stride);
        } else {
            fourRows(as, a, bs, b, depth, c, at, stride);
        }
    }

    private static void eightRows(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
        DoubleVector s0 = zero();
        DoubleVector t0 = zero();
        DoubleVector s1 = zero();
        DoubleVector t1 = zero();
        DoubleVector s2 = zero();
        DoubleVector t2 = zero();
        DoubleVector s3 = zero();
        DoubleVector t3 = zero();
        DoubleVector s4 = zero();
        DoubleVector t4 = zero();
        DoubleVector s5 = zero();
        DoubleVector t5 = zero();
        DoubleVector s6 = zero();
        DoubleVector t6 = zero();
        DoubleVector s7 = zero();
        DoubleVector t7 = zero();
        for (int k = 0; k < depth; k++) {
            DoubleVector left = load(bs, b + k * PANEL);
            DoubleVector right = load(bs, b + k * PANEL + COUNT);
            DoubleVector x = broadcast(as[a + k * STRIDE]);
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = broadcast(as[a + k * STRIDE + 1]);
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = broadcast(as[a + k * STRIDE + 2]);
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = broadcast(as[a + k * STRIDE + 3]);
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
            x = broadcast(as[a + k * STRIDE + 4]);
            s4 = x.fma(left, s4);
            t4 = x.fma(right, t4);
            x = broadcast(as[a + k * STRIDE + 5]);
            s5 = x.fma(left, s5);
            t5 = x.fma(right, t5);
            x = broadcast(as[a + k * STRIDE + 6]);
            s6 = x.fma(left, s6);
            t6 = x.fma(right, t6);
            x = broadcast(as[a + k * STRIDE + 7]);
            s7 = x.fma(left, s7);
            t7 = x.fma(right, t7);
        }
        add(s0, t0, c, at);
        add(s1, t1, c, at + stride);
        add(s2, t2, c, at + 2 * stride);
        add(s3, t3, c, at + 3 * stride);
        add(s4, t4, c, at + 4 * stride);
        add(s5, t5, c, at + 5 * stride);
        add(s6, t6, c, at + 6 * stride);
        add(s7, t7, c, at + 7 * stride);
    }

    private static void fourRows(
            double[] as, int a, double[] bs, int b, int depth, double[] c, int at, int stride) {
        DoubleVector s0 = zero();
        DoubleVector t0 = zero();
        DoubleVector s1 = zero();
        DoubleVector t1 = zero();
        DoubleVector s2 = zero();
        DoubleVector t2 = zero();
        DoubleVector s3 = zero();
        DoubleVector t3 = zero();
        for (int k = 0; k < depth; k++) {
            DoubleVector left = load(bs, b + k * PANEL);
            DoubleVector right = load(bs, b + k * PANEL + COUNT);
            DoubleVector x = broadcast(as[a + k * STRIDE]);
            s0 = x.fma(left, s0);
            t0 = x.fma(right, t0);
            x = broadcast(as[a + k * STRIDE + 1]);
            s1 = x.fma(left, s1);
            t1 = x.fma(right, t1);
            x = broadcast(as[a + k * STRIDE + 2]);
            s2 = x.fma(left, s2);
            t2 = x.fma(right, t2);
            x = broadcast(as[a + k * STRIDE + 3]);
            s3 = x.fma(left, s3);
            t3 = x.fma(right, t3);
        }
        add(s0, t0, c, at);
        add(s1, t1, c, at + stride);
        add(s2, t2, c, at + 2 * stride);
        add(s3, t3, c, at + 3 * stride);
    }
}
