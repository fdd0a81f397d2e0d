package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Lanes.COUNT;
import static io.nadir.kernel.simd.Vectors.broadcast;
import static io.nadir.kernel.simd.Vectors.exact;
import static io.nadir.kernel.simd.Vectors.load;
import static io.nadir.kernel.simd.Vectors.zero;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Operations on runs of numbers, one pass each, with scalar tails. */
final class VectorLoops {
    private VectorLoops() {}

    /**
     * Returns Σ x[i]·y[i]. Its body must exceed the size that C2 inlines. If it were inlined into a
     * caller whose budget of nodes runs out within it, every load that is not inlined would box a
     * vector.
     */
    static double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector s0 = zero();
        DoubleVector s1 = zero();
        DoubleVector s2 = zero();
        DoubleVector s3 = zero();
        int i = 0;
        for (; i <= length - 4 * COUNT; i += 4 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 = load(x, p).fma(load(y, q), s0);
            s1 = load(x, p + COUNT).fma(load(y, q + COUNT), s1);
            s2 = load(x, p + 2 * COUNT).fma(load(y, q + 2 * COUNT), s2);
            s3 = load(x, p + 3 * COUNT).fma(load(y, q + 3 * COUNT), s3);
        }
        if (i <= length - 2 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 = load(x, p).fma(load(y, q), s0);
            s1 = load(x, p + COUNT).fma(load(y, q + COUNT), s1);
            i += 2 * COUNT;
        }
        if (i <= length - COUNT) {
            s2 = load(x, xOffset + i).fma(load(y, yOffset + i), s2);
            i += COUNT;
        }
        double sum = Vectors.sum(exact(s0).add(s1).add(exact(s2).add(s3)));
        for (; i < length; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    static void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector factor = broadcast(alpha);
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            int q = yOffset + i;
            load(x, xOffset + i).fma(factor, load(y, q)).intoArray(y, q);
        }
        for (; i < length; i++) {
            y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
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
                load(x, p + j).add(load(y, q + j)).intoArray(y, q + j);
            }
            for (; j < width; j++) {
                y[q + j] += x[p + j];
            }
            p += xStride;
            q += yStride;
        }
    }

    static void scale(double alpha, double[] x, int offset, int length) {
        DoubleVector factor = broadcast(alpha);
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            load(x, offset + i).mul(factor).intoArray(x, offset + i);
        }
        for (; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    /** y = x, which is exact. */
    static void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            load(x, xOffset + i).intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] = x[xOffset + i];
        }
    }

    /** h = g where x is positive, else alpha·g. */
    static void rectify(double alpha, double[] x, double[] g, double[] h, int length) {
        DoubleVector slope = broadcast(alpha);
        DoubleVector none = zero();
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            DoubleVector whole = load(g, i);
            VectorMask<Double> positive = load(x, i).compare(VectorOperators.GT, none);
            whole.mul(slope).blend(whole, positive).intoArray(h, i);
        }
        for (; i < length; i++) {
            h[i] = x[i] > 0 ? g[i] : alpha * g[i];
        }
    }

    static double maxAbs(double[] x, int offset, int length) {
        DoubleVector max = zero();
        int i = 0;
        for (; i <= length - COUNT; i += COUNT) {
            max = load(x, offset + i).abs().max(max);
        }
        double result = exact(max).reduceLanes(VectorOperators.MAX);
        for (; i < length; i++) {
            result = Math.max(result, Math.abs(x[offset + i]));
        }
        return result;
    }
}
