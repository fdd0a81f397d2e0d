package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.LaneSums.eighths;
import static io.nadir.kernel.simd.LaneSums.halves;
import static io.nadir.kernel.simd.LaneSums.quarters;
import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.exact;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import io.nadir.array.Panel;

import jdk.incubator.vector.DoubleVector;

/**
 * What one sparse row does with rows of a factor, four, two or one vectors wide. The entries of the
 * row are numbers {@code from} to {@code to - 1}; {@code at} is where in a row of the factor the
 * vectors begin.
 */
final class SparseRow {
    private SparseRow() {}

    /** t[to4] = Σ values[e]·b[indices[e]], four vectors. */
    static void multiply4(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] b,
            int stride,
            int at,
            double[] t,
            int target) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            DoubleVector value = broadcast(values[e]);
            s0 = load(b, row).fma(value, s0);
            s1 = load(b, row + COUNT).fma(value, s1);
            s2 = load(b, row + 2 * COUNT).fma(value, s2);
            s3 = load(b, row + 3 * COUNT).fma(value, s3);
        }
        exact(s0).intoArray(t, target);
        exact(s1).intoArray(t, target + COUNT);
        exact(s2).intoArray(t, target + 2 * COUNT);
        exact(s3).intoArray(t, target + 3 * COUNT);
    }

    /** The same for two vectors, two entries at a time for the latency of a multiply-add. */
    static void multiply2(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] b,
            int stride,
            int at,
            double[] t,
            int target) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector odd0 = zero();
        DoubleVector odd1 = zero();
        int e = from;
        for (; e < to - 1; e += 2) {
            int even = indices[e] * stride + at;
            int odd = indices[e + 1] * stride + at;
            DoubleVector value = broadcast(values[e]);
            DoubleVector oddValue = broadcast(values[e + 1]);
            s0 = load(b, even).fma(value, s0);
            s1 = load(b, even + COUNT).fma(value, s1);
            odd0 = load(b, odd).fma(oddValue, odd0);
            odd1 = load(b, odd + COUNT).fma(oddValue, odd1);
        }
        if (e < to) {
            int even = indices[e] * stride + at;
            DoubleVector value = broadcast(values[e]);
            s0 = load(b, even).fma(value, s0);
            s1 = load(b, even + COUNT).fma(value, s1);
        }
        exact(s0).add(odd0).intoArray(t, target);
        exact(s1).add(odd1).intoArray(t, target + COUNT);
    }

    /** The same for one vector, four entries at a time. */
    static void multiply1(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] b,
            int stride,
            int at,
            double[] t,
            int target) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        int e = from;
        for (; e < to - 3; e += 4) {
            s0 = load(b, indices[e] * stride + at).fma(broadcast(values[e]), s0);
            s1 = load(b, indices[e + 1] * stride + at).fma(broadcast(values[e + 1]), s1);
            s2 = load(b, indices[e + 2] * stride + at).fma(broadcast(values[e + 2]), s2);
            s3 = load(b, indices[e + 3] * stride + at).fma(broadcast(values[e + 3]), s3);
        }
        for (; e < to; e++) {
            s0 = load(b, indices[e] * stride + at).fma(broadcast(values[e]), s0);
        }
        exact(s0).add(s1).add(exact(s2).add(s3)).intoArray(t, target);
    }

    /** w[indices[e]] += values[e]·t[source:], for two vectors. */
    static void scatter2(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] t,
            int source,
            Panel w,
            int at) {
        DoubleVector t0 = load(t, source);
        DoubleVector t1 = load(t, source + COUNT);
        double[] sums = w.data();
        int stride = w.stride();
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            DoubleVector value = broadcast(values[e]);
            t0.fma(value, load(sums, row)).intoArray(sums, row);
            t1.fma(value, load(sums, row + COUNT)).intoArray(sums, row + COUNT);
        }
    }

    /** The same for one vector. */
    static void scatter1(
            int[] indices,
            double[] values,
            int from,
            int to,
            double[] t,
            int source,
            Panel w,
            int at) {
        DoubleVector t0 = load(t, source);
        double[] sums = w.data();
        int stride = w.stride();
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            t0.fma(broadcast(values[e]), load(sums, row)).intoArray(sums, row);
        }
    }

    /** x[e] = u·v[indices[e]], rows of {@code columns} numbers, padding included. */
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
        if (fits(to - from, columns)) {
            SparseTile.sample(indices, x, from, to, v, stride, u, source, vectors(columns));
        } else {
            sampleWide(indices, x, from, to, v, stride, u, source, columns);
        }
    }

    /** Whether {@link SparseTile} works on that many entries, and rows of that many columns. */
    static boolean fits(int entries, int columns) {
        return entries >= SparseTile.GROUP
                && COUNT >= SparseTile.GROUP
                && columns > 0
                && columns <= SparseTile.VECTORS * COUNT;
    }

    /** Vectors in a row of that many columns. */
    static int vectors(int columns) {
        return (columns + COUNT - 1) / COUNT;
    }

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
        int e = from;
        for (; e < to - 7; e += 8) {
            sample8(indices, x, e, v, stride, u, source, columns);
        }
        for (; e < to; e++) {
            int row = indices[e] * stride;
            DoubleVector sum = zero();
            for (int c = 0; c < columns; c += COUNT) {
                sum = load(v, row + c).fma(load(u, source + c), sum);
            }
            x[e] = Vectors.sum(sum);
        }
    }

    /**
     * Eight entries. The sums of lanes are written out here: as a method of its own, compiled
     * before this one, they would not be inlined, and all vectors boxed.
     */
    private static void sample8(
            int[] indices,
            double[] x,
            int e,
            double[] v,
            int stride,
            double[] u,
            int source,
            int columns) {
        int r0 = indices[e] * stride;
        int r1 = indices[e + 1] * stride;
        int r2 = indices[e + 2] * stride;
        int r3 = indices[e + 3] * stride;
        int r4 = indices[e + 4] * stride;
        int r5 = indices[e + 5] * stride;
        int r6 = indices[e + 6] * stride;
        int r7 = indices[e + 7] * stride;
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        DoubleVector s4 = zero();
        DoubleVector s5 = zero();
        DoubleVector s6 = zero();
        DoubleVector s7 = zero();
        for (int c = 0; c < columns; c += COUNT) {
            DoubleVector left = load(u, source + c);
            s0 = load(v, r0 + c).fma(left, s0);
            s1 = load(v, r1 + c).fma(left, s1);
            s2 = load(v, r2 + c).fma(left, s2);
            s3 = load(v, r3 + c).fma(left, s3);
            s4 = load(v, r4 + c).fma(left, s4);
            s5 = load(v, r5 + c).fma(left, s5);
            s6 = load(v, r6 + c).fma(left, s6);
            s7 = load(v, r7 + c).fma(left, s7);
        }
        if (COUNT == 8) {
            DoubleVector even = quarters(halves(s0, s4), halves(s2, s6));
            eighths(even, quarters(halves(s1, s5), halves(s3, s7))).intoArray(x, e);
        } else if (COUNT == 4) {
            eighths(quarters(s0, s2), quarters(s1, s3)).intoArray(x, e);
            eighths(quarters(s4, s6), quarters(s5, s7)).intoArray(x, e + 4);
        } else {
            eighths(s0, s1).intoArray(x, e);
            eighths(s2, s3).intoArray(x, e + 2);
            eighths(s4, s5).intoArray(x, e + 4);
            eighths(s6, s7).intoArray(x, e + 6);
        }
    }
}
