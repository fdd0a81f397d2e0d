package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.LaneSums.COUNT;
import static io.nadir.kernel.simd.LaneSums.load;
import static io.nadir.kernel.simd.LaneSums.pairs;
import static io.nadir.kernel.simd.LaneSums.quads;

import jdk.incubator.vector.DoubleVector;

/**
 * Products of one row of a factor with rows of another that the entries of a sparse row name: four
 * entries at a time.
 *
 * <p>Each loop but the shortest is one method of more than 325 bytecodes, so that the compiler
 * never inlines it. Where it inlines several such loops into one method, it exceeds its limit of
 * nodes in the middle of one, whose vectors are then boxed. None has a branch in its loop but on a
 * constant: one that was not taken at first has the method compiled anew later, and beyond the
 * limit.
 */
final class SampledRow {
    /** Entries whose lanes are summed at once. */
    private static final int GROUP = 4;

    private SampledRow() {}

    /**
     * x[e] = u·v[indices[e]] for the entries {@code from} to {@code to - 1}, over rows of {@code
     * columns} numbers, padding included.
     *
     * @param source where the row begins in {@code u}
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
            int columns) {
        int end = to - (to - from) % GROUP;
        if (columns <= 2 * COUNT) {
            sampleTwo(indices, x, from, end, v, stride, u, source);
        } else if (columns <= 3 * COUNT) {
            sampleThree(indices, x, from, end, v, stride, u, source);
        } else {
            sampleWide(indices, x, from, end, v, stride, u, source, columns);
        }
        for (int e = end; e < to; e++) {
            x[e] = product(v, indices[e] * stride, u, source, columns);
        }
    }

    /**
     * The same for a number of entries that is a multiple of {@link #GROUP}, and for two vectors.
     */
    private static void sampleTwo(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = load(u, source);
        DoubleVector u1 = load(u, source + COUNT);
        for (int e = from; e < to; e += GROUP) {
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = load(v, r0 + COUNT).fma(u1, load(v, r0).mul(u0));
            DoubleVector s1 = load(v, r1 + COUNT).fma(u1, load(v, r1).mul(u0));
            DoubleVector s2 = load(v, r2 + COUNT).fma(u1, load(v, r2).mul(u0));
            DoubleVector s3 = load(v, r3 + COUNT).fma(u1, load(v, r3).mul(u0));
            if (COUNT == GROUP) {
                pairs(quads(s0, s2), quads(s1, s3)).intoArray(x, e);
            } else {
                pairs(s0, s1).intoArray(x, e);
                pairs(s2, s3).intoArray(x, e + 2);
            }
        }
    }

    /** The same for three vectors. */
    private static void sampleThree(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source) {
        DoubleVector u0 = load(u, source);
        DoubleVector u1 = load(u, source + COUNT);
        DoubleVector u2 = load(u, source + 2 * COUNT);
        for (int e = from; e < to; e += GROUP) {
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector s0 = load(v, r0 + COUNT).fma(u1, load(v, r0).mul(u0));
            DoubleVector s1 = load(v, r1 + COUNT).fma(u1, load(v, r1).mul(u0));
            DoubleVector s2 = load(v, r2 + COUNT).fma(u1, load(v, r2).mul(u0));
            DoubleVector s3 = load(v, r3 + COUNT).fma(u1, load(v, r3).mul(u0));
            s0 = load(v, r0 + 2 * COUNT).fma(u2, s0);
            s1 = load(v, r1 + 2 * COUNT).fma(u2, s1);
            s2 = load(v, r2 + 2 * COUNT).fma(u2, s2);
            s3 = load(v, r3 + 2 * COUNT).fma(u2, s3);
            if (COUNT == GROUP) {
                pairs(quads(s0, s2), quads(s1, s3)).intoArray(x, e);
            } else {
                pairs(s0, s1).intoArray(x, e);
                pairs(s2, s3).intoArray(x, e + 2);
            }
        }
    }

    /** The same for more vectors, two at a time, where padding counts. */
    private static void sampleWide(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            double[] u,
            int source,
            int columns) {
        for (int e = from; e < to; e += GROUP) {
            int r0 = indices[e] * stride;
            int r1 = indices[e + 1] * stride;
            int r2 = indices[e + 2] * stride;
            int r3 = indices[e + 3] * stride;
            DoubleVector u0 = load(u, source);
            DoubleVector u1 = load(u, source + COUNT);
            DoubleVector s0 = load(v, r0 + COUNT).fma(u1, load(v, r0).mul(u0));
            DoubleVector s1 = load(v, r1 + COUNT).fma(u1, load(v, r1).mul(u0));
            DoubleVector s2 = load(v, r2 + COUNT).fma(u1, load(v, r2).mul(u0));
            DoubleVector s3 = load(v, r3 + COUNT).fma(u1, load(v, r3).mul(u0));
            for (int c = 2 * COUNT; c < columns; c += 2 * COUNT) {
                u0 = load(u, source + c);
                u1 = load(u, source + c + COUNT);
                s0 = load(v, r0 + c + COUNT).fma(u1, load(v, r0 + c).fma(u0, s0));
                s1 = load(v, r1 + c + COUNT).fma(u1, load(v, r1 + c).fma(u0, s1));
                s2 = load(v, r2 + c + COUNT).fma(u1, load(v, r2 + c).fma(u0, s2));
                s3 = load(v, r3 + c + COUNT).fma(u1, load(v, r3 + c).fma(u0, s3));
            }
            if (COUNT == GROUP) {
                pairs(quads(s0, s2), quads(s1, s3)).intoArray(x, e);
            } else {
                pairs(s0, s1).intoArray(x, e);
                pairs(s2, s3).intoArray(x, e + 2);
            }
        }
    }

    private static double product(double[] v, int row, double[] u, int source, int columns) {
        DoubleVector sum = LaneSums.zero();
        for (int c = 0; c < columns; c += COUNT) {
            sum = load(v, row + c).fma(load(u, source + c), sum);
        }
        return LaneSums.sum(sum);
    }
}
