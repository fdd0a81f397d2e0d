package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

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

    /** x[e] += u·v[indices[e]], four vectors of each. */
    static void sample4(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            int at,
            double[] u,
            int source) {
        DoubleVector u0 = load(u, source);
        DoubleVector u1 = load(u, source + COUNT);
        DoubleVector u2 = load(u, source + 2 * COUNT);
        DoubleVector u3 = load(u, source + 3 * COUNT);
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            DoubleVector even = load(v, row).mul(u0);
            DoubleVector odd = load(v, row + COUNT).mul(u1);
            even = load(v, row + 2 * COUNT).fma(u2, even);
            odd = load(v, row + 3 * COUNT).fma(u3, odd);
            x[e] += Vectors.sum(even.add(odd));
        }
    }

    /** The same for two vectors. */
    static void sample2(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            int at,
            double[] u,
            int source) {
        DoubleVector u0 = load(u, source);
        DoubleVector u1 = load(u, source + COUNT);
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            x[e] += Vectors.sum(load(v, row).fma(u0, load(v, row + COUNT).mul(u1)));
        }
    }

    /** The same for one vector. */
    static void sample1(
            int[] indices,
            double[] x,
            int from,
            int to,
            double[] v,
            int stride,
            int at,
            double[] u,
            int source) {
        DoubleVector u0 = load(u, source);
        for (int e = from; e < to; e++) {
            x[e] += Vectors.sum(load(v, indices[e] * stride + at).mul(u0));
        }
    }
}
