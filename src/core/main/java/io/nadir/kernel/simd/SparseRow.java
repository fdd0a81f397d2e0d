package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.LaneSums.eighths;
import static io.nadir.kernel.simd.LaneSums.halves;
import static io.nadir.kernel.simd.LaneSums.quarters;
import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.SPECIES;

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
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            DoubleVector value = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e]));
            s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, row)).fma(value, s0);
            s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, row + COUNT)).fma(value, s1);
            s2 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, row + 2 * COUNT)).fma(value, s2);
            s3 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, row + 3 * COUNT)).fma(value, s3);
        }
        EXACT.cast(s0).intoArray(t, target);
        EXACT.cast(s1).intoArray(t, target + COUNT);
        EXACT.cast(s2).intoArray(t, target + 2 * COUNT);
        EXACT.cast(s3).intoArray(t, target + 3 * COUNT);
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
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector odd1 = EXACT.cast(DoubleVector.zero(SPECIES));
        int e = from;
        for (; e < to - 1; e += 2) {
            int even = indices[e] * stride + at;
            int odd = indices[e + 1] * stride + at;
            DoubleVector value = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e]));
            DoubleVector oddValue = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e + 1]));
            s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, even)).fma(value, s0);
            s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, even + COUNT)).fma(value, s1);
            odd0 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, odd)).fma(oddValue, odd0);
            odd1 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, odd + COUNT)).fma(oddValue, odd1);
        }
        if (e < to) {
            int even = indices[e] * stride + at;
            DoubleVector value = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e]));
            s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, even)).fma(value, s0);
            s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, b, even + COUNT)).fma(value, s1);
        }
        EXACT.cast(s0).add(odd0).intoArray(t, target);
        EXACT.cast(s1).add(odd1).intoArray(t, target + COUNT);
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
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        int e = from;
        for (; e < to - 3; e += 4) {
            s0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, b, indices[e] * stride + at))
                            .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, values[e])), s0);
            s1 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, b, indices[e + 1] * stride + at))
                            .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, values[e + 1])), s1);
            s2 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, b, indices[e + 2] * stride + at))
                            .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, values[e + 2])), s2);
            s3 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, b, indices[e + 3] * stride + at))
                            .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, values[e + 3])), s3);
        }
        for (; e < to; e++) {
            s0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, b, indices[e] * stride + at))
                            .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, values[e])), s0);
        }
        EXACT.cast(s0).add(s1).add(EXACT.cast(s2).add(s3)).intoArray(t, target);
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
        DoubleVector t0 = EXACT.cast(DoubleVector.fromArray(SPECIES, t, source));
        DoubleVector t1 = EXACT.cast(DoubleVector.fromArray(SPECIES, t, source + COUNT));
        double[] sums = w.data();
        int stride = w.stride();
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            DoubleVector value = EXACT.cast(DoubleVector.broadcast(SPECIES, values[e]));
            t0.fma(value, EXACT.cast(DoubleVector.fromArray(SPECIES, sums, row)))
                    .intoArray(sums, row);
            t1.fma(value, EXACT.cast(DoubleVector.fromArray(SPECIES, sums, row + COUNT)))
                    .intoArray(sums, row + COUNT);
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
        DoubleVector t0 = EXACT.cast(DoubleVector.fromArray(SPECIES, t, source));
        double[] sums = w.data();
        int stride = w.stride();
        for (int e = from; e < to; e++) {
            int row = indices[e] * stride + at;
            t0.fma(
                            EXACT.cast(DoubleVector.broadcast(SPECIES, values[e])),
                            EXACT.cast(DoubleVector.fromArray(SPECIES, sums, row)))
                    .intoArray(sums, row);
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
            DoubleVector sum = EXACT.cast(DoubleVector.zero(SPECIES));
            for (int c = 0; c < columns; c += COUNT) {
                sum =
                        EXACT.cast(DoubleVector.fromArray(SPECIES, v, row + c))
                                .fma(
                                        EXACT.cast(DoubleVector.fromArray(SPECIES, u, source + c)),
                                        sum);
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
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s4 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s5 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s6 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s7 = EXACT.cast(DoubleVector.zero(SPECIES));
        for (int c = 0; c < columns; c += COUNT) {
            DoubleVector left = EXACT.cast(DoubleVector.fromArray(SPECIES, u, source + c));
            s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r0 + c)).fma(left, s0);
            s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r1 + c)).fma(left, s1);
            s2 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r2 + c)).fma(left, s2);
            s3 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r3 + c)).fma(left, s3);
            s4 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r4 + c)).fma(left, s4);
            s5 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r5 + c)).fma(left, s5);
            s6 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r6 + c)).fma(left, s6);
            s7 = EXACT.cast(DoubleVector.fromArray(SPECIES, v, r7 + c)).fma(left, s7);
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
