package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Lanes.EXACT;
import static io.nadir.kernel.simd.Lanes.EXACT_FLOATS;
import static io.nadir.kernel.simd.Lanes.FLOATS;
import static io.nadir.kernel.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Operations on runs of numbers, one pass each, with scalar tails. */
final class VectorLoops {
    private VectorLoops() {}

    /**
     * Returns Σ x[i]·y[i]. Its body must exceed the size that C2 inlines. If it were inlined into a
     * caller whose budget of nodes runs out within it, {@link Vectors#sum} would stay a call, for
     * which a vector is boxed.
     */
    static double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        int i = 0;
        for (; i <= length - 4 * COUNT; i += 4 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q)), s0);
            s1 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + COUNT)), s1);
            s2 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 2 * COUNT))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + 2 * COUNT)), s2);
            s3 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 3 * COUNT))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + 3 * COUNT)), s3);
        }
        if (i <= length - 2 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q)), s0);
            s1 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + COUNT)), s1);
            i += 2 * COUNT;
        }
        if (i <= length - COUNT) {
            s2 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                            .fma(EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i)), s2);
            i += COUNT;
        }
        double sum = Vectors.sum(EXACT.cast(s0).add(s1).add(EXACT.cast(s2).add(s3)));
        for (; i < length; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    /**
     * y = x; returns the sum of squares of y − x, with the bits of {@link #dot}, and a body as long
     * for the same reason.
     */
    static double replace(double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector s0 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s1 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s2 = EXACT.cast(DoubleVector.zero(SPECIES));
        DoubleVector s3 = EXACT.cast(DoubleVector.zero(SPECIES));
        int i = 0;
        for (; i <= length - 4 * COUNT; i += 4 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            DoubleVector d0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p)));
            DoubleVector d1 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + COUNT))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT)));
            DoubleVector d2 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + 2 * COUNT))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 2 * COUNT)));
            DoubleVector d3 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + 3 * COUNT))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 3 * COUNT)));
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p)).intoArray(y, q);
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT)).intoArray(y, q + COUNT);
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 2 * COUNT))
                    .intoArray(y, q + 2 * COUNT);
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 3 * COUNT))
                    .intoArray(y, q + 3 * COUNT);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
            s2 = d2.fma(d2, s2);
            s3 = d3.fma(d3, s3);
        }
        if (i <= length - 2 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            DoubleVector d0 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p)));
            DoubleVector d1 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + COUNT))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT)));
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p)).intoArray(y, q);
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT)).intoArray(y, q + COUNT);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
            i += 2 * COUNT;
        }
        if (i <= length - COUNT) {
            DoubleVector d2 =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i))
                            .sub(EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i)));
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
            s2 = d2.fma(d2, s2);
            i += COUNT;
        }
        double sum = Vectors.sum(EXACT.cast(s0).add(s1).add(EXACT.cast(s2).add(s3)));
        for (; i < length; i++) {
            double change = y[yOffset + i] - x[xOffset + i];
            sum += change * change;
            y[yOffset + i] = x[xOffset + i];
        }
        return sum;
    }

    static void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector factor = EXACT.cast(DoubleVector.broadcast(SPECIES, alpha));
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            int q = yOffset + i;
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + i))
                    .fma(factor, EXACT.cast(DoubleVector.fromArray(SPECIES, y, q)))
                    .intoArray(y, q);
        }
        for (; i < length; i++) {
            y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
        }
    }

    /**
     * y += factors[j]·x_j for j from:to, one after the other, with {@code stride} between the x_j.
     * There are eight sums at once, so that the latency of the multiply-adds is no limit.
     */
    static void addMultiples(
            double[] factors,
            int from,
            int to,
            double[] x,
            int xOffset,
            int stride,
            double[] y,
            int yOffset,
            int length) {
        int i = 0;
        for (; i <= length - 8 * COUNT; i += 8 * COUNT) {
            int at = yOffset + i;
            DoubleVector s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at));
            DoubleVector s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + COUNT));
            DoubleVector s2 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 2 * COUNT));
            DoubleVector s3 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 3 * COUNT));
            DoubleVector s4 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 4 * COUNT));
            DoubleVector s5 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 5 * COUNT));
            DoubleVector s6 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 6 * COUNT));
            DoubleVector s7 = EXACT.cast(DoubleVector.fromArray(SPECIES, y, at + 7 * COUNT));
            int p = xOffset + i + from * stride;
            for (int j = from; j < to; j++) {
                DoubleVector factor = EXACT.cast(DoubleVector.broadcast(SPECIES, factors[j]));
                s0 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p)).fma(factor, s0);
                s1 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + COUNT)).fma(factor, s1);
                s2 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 2 * COUNT)).fma(factor, s2);
                s3 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 3 * COUNT)).fma(factor, s3);
                s4 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 4 * COUNT)).fma(factor, s4);
                s5 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 5 * COUNT)).fma(factor, s5);
                s6 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 6 * COUNT)).fma(factor, s6);
                s7 = EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + 7 * COUNT)).fma(factor, s7);
                p += stride;
            }
            EXACT.cast(s0).intoArray(y, at);
            EXACT.cast(s1).intoArray(y, at + COUNT);
            EXACT.cast(s2).intoArray(y, at + 2 * COUNT);
            EXACT.cast(s3).intoArray(y, at + 3 * COUNT);
            EXACT.cast(s4).intoArray(y, at + 4 * COUNT);
            EXACT.cast(s5).intoArray(y, at + 5 * COUNT);
            EXACT.cast(s6).intoArray(y, at + 6 * COUNT);
            EXACT.cast(s7).intoArray(y, at + 7 * COUNT);
        }
        for (; i <= length - COUNT; i += COUNT) {
            DoubleVector sum = EXACT.cast(DoubleVector.fromArray(SPECIES, y, yOffset + i));
            for (int j = from; j < to; j++) {
                sum =
                        EXACT.cast(DoubleVector.fromArray(SPECIES, x, xOffset + j * stride + i))
                                .fma(EXACT.cast(DoubleVector.broadcast(SPECIES, factors[j])), sum);
            }
            EXACT.cast(sum).intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            double sum = y[yOffset + i];
            for (int j = from; j < to; j++) {
                sum = Math.fma(factors[j], x[xOffset + j * stride + i], sum);
            }
            y[yOffset + i] = sum;
        }
    }

    /** y += x for matrices of {@code width} columns, with a distance between their rows each. */
    static void addRows(
            double[] x,
            int xOffset,
            int xStride,
            double[] y,
            int yOffset,
            int yStride,
            int rows,
            int width) {
        int p = xOffset;
        int q = yOffset;
        for (int i = 0; i < rows; i++) {
            int j = 0;
            for (; j <= width - COUNT; j += COUNT) {
                EXACT.cast(DoubleVector.fromArray(SPECIES, x, p + j))
                        .add(EXACT.cast(DoubleVector.fromArray(SPECIES, y, q + j)))
                        .intoArray(y, q + j);
            }
            for (; j < width; j++) {
                y[q + j] += x[p + j];
            }
            p += xStride;
            q += yStride;
        }
    }

    static void scale(double alpha, double[] x, int offset, int length) {
        DoubleVector factor = EXACT.cast(DoubleVector.broadcast(SPECIES, alpha));
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            EXACT.cast(DoubleVector.fromArray(SPECIES, x, offset + i))
                    .mul(factor)
                    .intoArray(x, offset + i);
        }
        for (; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    /** y = x, which is exact. */
    static void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            FloatVector floats = EXACT_FLOATS.cast(FloatVector.fromArray(FLOATS, x, xOffset + i));
            EXACT.cast(floats.convertShape(VectorOperators.F2D, SPECIES, 0))
                    .intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] = x[xOffset + i];
        }
    }

    /** h = g where x is positive, else alpha·g. */
    static void rectify(double alpha, double[] x, double[] g, double[] h, int length) {
        DoubleVector slope = EXACT.cast(DoubleVector.broadcast(SPECIES, alpha));
        DoubleVector none = EXACT.cast(DoubleVector.zero(SPECIES));
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            DoubleVector whole = EXACT.cast(DoubleVector.fromArray(SPECIES, g, i));
            VectorMask<Double> positive =
                    EXACT.cast(DoubleVector.fromArray(SPECIES, x, i))
                            .compare(VectorOperators.GT, none);
            whole.mul(slope).blend(whole, positive).intoArray(h, i);
        }
        for (; i < length; i++) {
            h[i] = x[i] > 0 ? g[i] : alpha * g[i];
        }
    }

    static double maxAbs(double[] x, int offset, int length) {
        DoubleVector max = EXACT.cast(DoubleVector.zero(SPECIES));
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            max = EXACT.cast(DoubleVector.fromArray(SPECIES, x, offset + i)).abs().max(max);
        }
        double result = EXACT.cast(max).reduceLanes(VectorOperators.MAX);
        for (; i < length; i++) {
            result = Math.max(result, Math.abs(x[offset + i]));
        }
        return result;
    }
}
