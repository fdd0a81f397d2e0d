// Written by SparseTileTemplate: do not edit. TileTemplateTest says how to write it anew.
package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.LaneSums.EVEN;
import static io.nadir.kernel.simd.LaneSums.EXACT_FOUR;
import static io.nadir.kernel.simd.LaneSums.FOUR;
import static io.nadir.kernel.simd.LaneSums.SWAP_1;
import static io.nadir.kernel.simd.LaneSums.SWAP_2;
import static io.nadir.kernel.simd.LaneSums.SWAP_4;
import static io.nadir.kernel.simd.LaneSums.UPPER_1;
import static io.nadir.kernel.simd.LaneSums.UPPER_2;
import static io.nadir.kernel.simd.LaneSums.UPPER_4;
import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.DoubleVector.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * Products of one row of a factor with the rows of another that the entries of a sparse row name,
 * {@link #GROUP} entries at a time, for vectors of four or eight lanes and rows of at most {@link
 * #VECTORS} vectors, padding included.
 *
 * <p>The loops call nothing but methods of vectors, on vectors of a class that the compiler knows
 * ({@link Lanes#EXACT}), and it goes on inlining these where it has reached its limit of nodes.
 * There it calls other methods, however small, and boxes the vectors that they take or return.
 */
final class SparseTile {
    /** Entries whose lanes are summed at once. */
    static final int GROUP = 4;

    /** Most vectors in a row. */
    static final int VECTORS = 4;

    /** Factors of entries, of which the last group has been processed in part. */
    private static final double[] FRESH = {0, 0, 0, 0, 1, 1, 1, 1};

    private SparseTile() {}

    /**
     * x[e] = u·v[indices[e]] for the entries {@code from} to {@code to - 1}, at least {@link
     * #GROUP}. The last group overlaps the one before it.
     *
     * @param source where the row begins in {@code u}
     * @param vectors in a row
     */
    static void sample(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            int vectors) {
        switch (vectors) {
            case 1 -> sampleOne(indices, x, from, to, v, stride, u, source);
            case 2 -> sampleTwo(indices, x, from, to, v, stride, u, source);
            case 3 -> sampleThree(indices, x, from, to, v, stride, u, source);
            default -> sampleFour(indices, x, from, to, v, stride, u, source);
        }
    }

    private static void sampleOne(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = EXACT.cast(fromArray(SPECIES, v, r0)).mul(u0);
            DoubleVector s1 = EXACT.cast(fromArray(SPECIES, v, r1)).mul(u0);
            DoubleVector s2 = EXACT.cast(fromArray(SPECIES, v, r2)).mul(u0);
            DoubleVector s3 = EXACT.cast(fromArray(SPECIES, v, r3)).mul(u0);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            sums.intoArray(x, e);
        }
    }

    private static void sampleTwo(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = EXACT.cast(fromArray(SPECIES, v, r0)).mul(u0);
            DoubleVector s1 = EXACT.cast(fromArray(SPECIES, v, r1)).mul(u0);
            DoubleVector s2 = EXACT.cast(fromArray(SPECIES, v, r2)).mul(u0);
            DoubleVector s3 = EXACT.cast(fromArray(SPECIES, v, r3)).mul(u0);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT)).fma(u1, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT)).fma(u1, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT)).fma(u1, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT)).fma(u1, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            sums.intoArray(x, e);
        }
    }

    private static void sampleThree(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        DoubleVector u2 = fromArray(SPECIES, u, source + 2 * COUNT);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = EXACT.cast(fromArray(SPECIES, v, r0)).mul(u0);
            DoubleVector s1 = EXACT.cast(fromArray(SPECIES, v, r1)).mul(u0);
            DoubleVector s2 = EXACT.cast(fromArray(SPECIES, v, r2)).mul(u0);
            DoubleVector s3 = EXACT.cast(fromArray(SPECIES, v, r3)).mul(u0);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT)).fma(u1, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT)).fma(u1, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT)).fma(u1, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT)).fma(u1, s3);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + 2 * COUNT)).fma(u2, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + 2 * COUNT)).fma(u2, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + 2 * COUNT)).fma(u2, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + 2 * COUNT)).fma(u2, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            sums.intoArray(x, e);
        }
    }

    private static void sampleFour(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        DoubleVector u2 = fromArray(SPECIES, u, source + 2 * COUNT);
        DoubleVector u3 = fromArray(SPECIES, u, source + 3 * COUNT);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = EXACT.cast(fromArray(SPECIES, v, r0)).mul(u0);
            DoubleVector s1 = EXACT.cast(fromArray(SPECIES, v, r1)).mul(u0);
            DoubleVector s2 = EXACT.cast(fromArray(SPECIES, v, r2)).mul(u0);
            DoubleVector s3 = EXACT.cast(fromArray(SPECIES, v, r3)).mul(u0);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT)).fma(u1, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT)).fma(u1, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT)).fma(u1, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT)).fma(u1, s3);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + 2 * COUNT)).fma(u2, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + 2 * COUNT)).fma(u2, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + 2 * COUNT)).fma(u2, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + 2 * COUNT)).fma(u2, s3);
            s0 = EXACT.cast(fromArray(SPECIES, v, r0 + 3 * COUNT)).fma(u3, s0);
            s1 = EXACT.cast(fromArray(SPECIES, v, r1 + 3 * COUNT)).fma(u3, s1);
            s2 = EXACT.cast(fromArray(SPECIES, v, r2 + 3 * COUNT)).fma(u3, s2);
            s3 = EXACT.cast(fromArray(SPECIES, v, r3 + 3 * COUNT)).fma(u3, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            sums.intoArray(x, e);
        }
    }

    /**
     * x[e] = u·v[indices[e]] − y[e] and t[target:] = Σ x[e]·v[indices[e]] for the entries {@code
     * from} to {@code to - 1}, at least {@link #GROUP}. The last group overlaps the one before it,
     * and what was added up before counts as zero. All vectors of a group are in registers at once,
     * of which there should be {@link Lanes#MANY_REGISTERS}.
     *
     * @param source where the row begins in {@code u}
     * @param vectors in a row
     * @return Σ x[e]²
     */
    static double gradient(
            int[] indices,
            double[] y,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            double[] t,
            int target,
            int vectors) {
        return switch (vectors) {
            case 1 -> gradientOne(indices, y, x, from, to, v, stride, u, source, t, target);
            case 2 -> gradientTwo(indices, y, x, from, to, v, stride, u, source, t, target);
            case 3 -> gradientThree(indices, y, x, from, to, v, stride, u, source, t, target);
            default -> gradientFour(indices, y, x, from, to, v, stride, u, source, t, target);
        };
    }

    private static double gradientOne(
            int[] indices,
            double[] y,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            double[] t,
            int target) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector squares = zero(FOUR);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector v00 = EXACT.cast(fromArray(SPECIES, v, r0));
            DoubleVector s0 = v00.mul(u0);
            DoubleVector v10 = EXACT.cast(fromArray(SPECIES, v, r1));
            DoubleVector s1 = v10.mul(u0);
            DoubleVector v20 = EXACT.cast(fromArray(SPECIES, v, r2));
            DoubleVector s2 = v20.mul(u0);
            DoubleVector v30 = EXACT.cast(fromArray(SPECIES, v, r3));
            DoubleVector s3 = v30.mul(u0);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            DoubleVector g = sums.sub(fromArray(FOUR, y, e));
            DoubleVector fresh = g.mul(fromArray(FOUR, FRESH, GROUP + e - k));
            squares = fresh.fma(g, squares);
            fresh.intoArray(x, e);
            DoubleVector g0 = broadcast(SPECIES, x[e]);
            t0 = v00.fma(g0, t0);
            DoubleVector g1 = broadcast(SPECIES, x[e + 1]);
            t0 = v10.fma(g1, t0);
            DoubleVector g2 = broadcast(SPECIES, x[e + 2]);
            t0 = v20.fma(g2, t0);
            DoubleVector g3 = broadcast(SPECIES, x[e + 3]);
            t0 = v30.fma(g3, t0);
            g.intoArray(x, e);
        }
        EXACT.cast(t0).intoArray(t, target);
        DoubleVector q = EXACT_FOUR.cast(squares);
        return (q.lane(0) + q.lane(2)) + (q.lane(1) + q.lane(3));
    }

    private static double gradientTwo(
            int[] indices,
            double[] y,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            double[] t,
            int target) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector squares = zero(FOUR);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector v00 = EXACT.cast(fromArray(SPECIES, v, r0));
            DoubleVector s0 = v00.mul(u0);
            DoubleVector v10 = EXACT.cast(fromArray(SPECIES, v, r1));
            DoubleVector s1 = v10.mul(u0);
            DoubleVector v20 = EXACT.cast(fromArray(SPECIES, v, r2));
            DoubleVector s2 = v20.mul(u0);
            DoubleVector v30 = EXACT.cast(fromArray(SPECIES, v, r3));
            DoubleVector s3 = v30.mul(u0);
            DoubleVector v01 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT));
            s0 = v01.fma(u1, s0);
            DoubleVector v11 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT));
            s1 = v11.fma(u1, s1);
            DoubleVector v21 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT));
            s2 = v21.fma(u1, s2);
            DoubleVector v31 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT));
            s3 = v31.fma(u1, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            DoubleVector g = sums.sub(fromArray(FOUR, y, e));
            DoubleVector fresh = g.mul(fromArray(FOUR, FRESH, GROUP + e - k));
            squares = fresh.fma(g, squares);
            fresh.intoArray(x, e);
            DoubleVector g0 = broadcast(SPECIES, x[e]);
            t0 = v00.fma(g0, t0);
            t1 = v01.fma(g0, t1);
            DoubleVector g1 = broadcast(SPECIES, x[e + 1]);
            t0 = v10.fma(g1, t0);
            t1 = v11.fma(g1, t1);
            DoubleVector g2 = broadcast(SPECIES, x[e + 2]);
            t0 = v20.fma(g2, t0);
            t1 = v21.fma(g2, t1);
            DoubleVector g3 = broadcast(SPECIES, x[e + 3]);
            t0 = v30.fma(g3, t0);
            t1 = v31.fma(g3, t1);
            g.intoArray(x, e);
        }
        EXACT.cast(t0).intoArray(t, target);
        EXACT.cast(t1).intoArray(t, target + COUNT);
        DoubleVector q = EXACT_FOUR.cast(squares);
        return (q.lane(0) + q.lane(2)) + (q.lane(1) + q.lane(3));
    }

    private static double gradientThree(
            int[] indices,
            double[] y,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            double[] t,
            int target) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        DoubleVector u2 = fromArray(SPECIES, u, source + 2 * COUNT);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector squares = zero(FOUR);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector v00 = EXACT.cast(fromArray(SPECIES, v, r0));
            DoubleVector s0 = v00.mul(u0);
            DoubleVector v10 = EXACT.cast(fromArray(SPECIES, v, r1));
            DoubleVector s1 = v10.mul(u0);
            DoubleVector v20 = EXACT.cast(fromArray(SPECIES, v, r2));
            DoubleVector s2 = v20.mul(u0);
            DoubleVector v30 = EXACT.cast(fromArray(SPECIES, v, r3));
            DoubleVector s3 = v30.mul(u0);
            DoubleVector v01 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT));
            s0 = v01.fma(u1, s0);
            DoubleVector v11 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT));
            s1 = v11.fma(u1, s1);
            DoubleVector v21 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT));
            s2 = v21.fma(u1, s2);
            DoubleVector v31 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT));
            s3 = v31.fma(u1, s3);
            DoubleVector v02 = EXACT.cast(fromArray(SPECIES, v, r0 + 2 * COUNT));
            s0 = v02.fma(u2, s0);
            DoubleVector v12 = EXACT.cast(fromArray(SPECIES, v, r1 + 2 * COUNT));
            s1 = v12.fma(u2, s1);
            DoubleVector v22 = EXACT.cast(fromArray(SPECIES, v, r2 + 2 * COUNT));
            s2 = v22.fma(u2, s2);
            DoubleVector v32 = EXACT.cast(fromArray(SPECIES, v, r3 + 2 * COUNT));
            s3 = v32.fma(u2, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            DoubleVector g = sums.sub(fromArray(FOUR, y, e));
            DoubleVector fresh = g.mul(fromArray(FOUR, FRESH, GROUP + e - k));
            squares = fresh.fma(g, squares);
            fresh.intoArray(x, e);
            DoubleVector g0 = broadcast(SPECIES, x[e]);
            t0 = v00.fma(g0, t0);
            t1 = v01.fma(g0, t1);
            t2 = v02.fma(g0, t2);
            DoubleVector g1 = broadcast(SPECIES, x[e + 1]);
            t0 = v10.fma(g1, t0);
            t1 = v11.fma(g1, t1);
            t2 = v12.fma(g1, t2);
            DoubleVector g2 = broadcast(SPECIES, x[e + 2]);
            t0 = v20.fma(g2, t0);
            t1 = v21.fma(g2, t1);
            t2 = v22.fma(g2, t2);
            DoubleVector g3 = broadcast(SPECIES, x[e + 3]);
            t0 = v30.fma(g3, t0);
            t1 = v31.fma(g3, t1);
            t2 = v32.fma(g3, t2);
            g.intoArray(x, e);
        }
        EXACT.cast(t0).intoArray(t, target);
        EXACT.cast(t1).intoArray(t, target + COUNT);
        EXACT.cast(t2).intoArray(t, target + 2 * COUNT);
        DoubleVector q = EXACT_FOUR.cast(squares);
        return (q.lane(0) + q.lane(2)) + (q.lane(1) + q.lane(3));
    }

    private static double gradientFour(
            int[] indices,
            double[] y,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            double[] t,
            int target) {
        DoubleVector u0 = fromArray(SPECIES, u, source);
        DoubleVector u1 = fromArray(SPECIES, u, source + COUNT);
        DoubleVector u2 = fromArray(SPECIES, u, source + 2 * COUNT);
        DoubleVector u3 = fromArray(SPECIES, u, source + 3 * COUNT);
        DoubleVector t0 = zero(SPECIES);
        DoubleVector t1 = zero(SPECIES);
        DoubleVector t2 = zero(SPECIES);
        DoubleVector t3 = zero(SPECIES);
        DoubleVector squares = zero(FOUR);
        int last = to - GROUP;
        for (int k = from; k < to; k += GROUP) {
            int e = Math.min(k, last);
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector v00 = EXACT.cast(fromArray(SPECIES, v, r0));
            DoubleVector s0 = v00.mul(u0);
            DoubleVector v10 = EXACT.cast(fromArray(SPECIES, v, r1));
            DoubleVector s1 = v10.mul(u0);
            DoubleVector v20 = EXACT.cast(fromArray(SPECIES, v, r2));
            DoubleVector s2 = v20.mul(u0);
            DoubleVector v30 = EXACT.cast(fromArray(SPECIES, v, r3));
            DoubleVector s3 = v30.mul(u0);
            DoubleVector v01 = EXACT.cast(fromArray(SPECIES, v, r0 + COUNT));
            s0 = v01.fma(u1, s0);
            DoubleVector v11 = EXACT.cast(fromArray(SPECIES, v, r1 + COUNT));
            s1 = v11.fma(u1, s1);
            DoubleVector v21 = EXACT.cast(fromArray(SPECIES, v, r2 + COUNT));
            s2 = v21.fma(u1, s2);
            DoubleVector v31 = EXACT.cast(fromArray(SPECIES, v, r3 + COUNT));
            s3 = v31.fma(u1, s3);
            DoubleVector v02 = EXACT.cast(fromArray(SPECIES, v, r0 + 2 * COUNT));
            s0 = v02.fma(u2, s0);
            DoubleVector v12 = EXACT.cast(fromArray(SPECIES, v, r1 + 2 * COUNT));
            s1 = v12.fma(u2, s1);
            DoubleVector v22 = EXACT.cast(fromArray(SPECIES, v, r2 + 2 * COUNT));
            s2 = v22.fma(u2, s2);
            DoubleVector v32 = EXACT.cast(fromArray(SPECIES, v, r3 + 2 * COUNT));
            s3 = v32.fma(u2, s3);
            DoubleVector v03 = EXACT.cast(fromArray(SPECIES, v, r0 + 3 * COUNT));
            s0 = v03.fma(u3, s0);
            DoubleVector v13 = EXACT.cast(fromArray(SPECIES, v, r1 + 3 * COUNT));
            s1 = v13.fma(u3, s1);
            DoubleVector v23 = EXACT.cast(fromArray(SPECIES, v, r2 + 3 * COUNT));
            s2 = v23.fma(u3, s2);
            DoubleVector v33 = EXACT.cast(fromArray(SPECIES, v, r3 + 3 * COUNT));
            s3 = v33.fma(u3, s3);
            DoubleVector sums;
            if (COUNT == 8) {
                DoubleVector a = s0.blend(s2, UPPER_4).add(s2.blend(s0, UPPER_4).rearrange(SWAP_4));
                DoubleVector b = s1.blend(s3, UPPER_4).add(s3.blend(s1, UPPER_4).rearrange(SWAP_4));
                DoubleVector c = a.blend(b, UPPER_2).add(b.blend(a, UPPER_2).rearrange(SWAP_2));
                DoubleVector d = c.add(c.rearrange(SWAP_1)).rearrange(EVEN);
                sums = EXACT_FOUR.cast(d.reinterpretShape(FOUR, 0));
            } else {
                DoubleVector a = s0.blend(s2, UPPER_2).add(s2.blend(s0, UPPER_2).rearrange(SWAP_2));
                DoubleVector b = s1.blend(s3, UPPER_2).add(s3.blend(s1, UPPER_2).rearrange(SWAP_2));
                sums = a.blend(b, UPPER_1).add(b.blend(a, UPPER_1).rearrange(SWAP_1));
            }
            DoubleVector g = sums.sub(fromArray(FOUR, y, e));
            DoubleVector fresh = g.mul(fromArray(FOUR, FRESH, GROUP + e - k));
            squares = fresh.fma(g, squares);
            fresh.intoArray(x, e);
            DoubleVector g0 = broadcast(SPECIES, x[e]);
            t0 = v00.fma(g0, t0);
            t1 = v01.fma(g0, t1);
            t2 = v02.fma(g0, t2);
            t3 = v03.fma(g0, t3);
            DoubleVector g1 = broadcast(SPECIES, x[e + 1]);
            t0 = v10.fma(g1, t0);
            t1 = v11.fma(g1, t1);
            t2 = v12.fma(g1, t2);
            t3 = v13.fma(g1, t3);
            DoubleVector g2 = broadcast(SPECIES, x[e + 2]);
            t0 = v20.fma(g2, t0);
            t1 = v21.fma(g2, t1);
            t2 = v22.fma(g2, t2);
            t3 = v23.fma(g2, t3);
            DoubleVector g3 = broadcast(SPECIES, x[e + 3]);
            t0 = v30.fma(g3, t0);
            t1 = v31.fma(g3, t1);
            t2 = v32.fma(g3, t2);
            t3 = v33.fma(g3, t3);
            g.intoArray(x, e);
        }
        EXACT.cast(t0).intoArray(t, target);
        EXACT.cast(t1).intoArray(t, target + COUNT);
        EXACT.cast(t2).intoArray(t, target + 2 * COUNT);
        EXACT.cast(t3).intoArray(t, target + 3 * COUNT);
        DoubleVector q = EXACT_FOUR.cast(squares);
        return (q.lane(0) + q.lane(2)) + (q.lane(1) + q.lane(3));
    }
}
