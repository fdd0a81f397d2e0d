package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import io.nadir.array.Panel;

import jdk.incubator.vector.DoubleVector;

/**
 * Products of one sparse row with rows of a factor, four, two or one vectors wide. The entries of
 * the row are numbers {@code from} to {@code to - 1}; {@code at} is where in a row of the factor
 * the vectors begin.
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
        s0.intoArray(t, target);
        s1.intoArray(t, target + COUNT);
        s2.intoArray(t, target + 2 * COUNT);
        s3.intoArray(t, target + 3 * COUNT);
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
        s0.add(odd0).intoArray(t, target);
        s1.add(odd1).intoArray(t, target + COUNT);
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
        s0.add(s1).add(s2.add(s3)).intoArray(t, target);
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
}
