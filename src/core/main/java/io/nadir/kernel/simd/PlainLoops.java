package io.nadir.kernel.simd;

import static io.nadir.kernel.simd.Width.COUNT;

import org.jspecify.annotations.Nullable;

/** {@link VectorLoops} without vectors, with the same bits as {@link PlainTiles} explains. */
final class PlainLoops {
    private PlainLoops() {}

    static double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        PlainStart.countInLoops(length);
        int end = length - length % COUNT;
        double sum = end == 0 ? 0 : dotOfVectors(x, xOffset, y, yOffset, end);
        for (int i = end; i < length; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    /** The lanes in the order of {@link Vectors#sum}. */
    private static double dotOfVectors(double[] x, int xOffset, double[] y, int yOffset, int end) {
        double even = pair(x, xOffset, y, yOffset, end);
        if (COUNT == 2) {
            return even;
        }
        double odd = pair(x, xOffset + 1, y, yOffset + 1, end);
        if (COUNT == 4) {
            return even + odd;
        }
        even += pair(x, xOffset + 2, y, yOffset + 2, end);
        odd += pair(x, xOffset + 3, y, yOffset + 3, end);
        return even + odd;
    }

    /** The lane that begins at the offsets, and the one half a vector further. */
    private static double pair(double[] x, int xOffset, double[] y, int yOffset, int end) {
        return lane(x, xOffset, y, yOffset, end)
                + lane(x, xOffset + COUNT / 2, y, yOffset + COUNT / 2, end);
    }

    /** One lane of the four sums of {@link VectorLoops#dot}, added. */
    private static double lane(double[] x, int xOffset, double[] y, int yOffset, int end) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= end - 4 * COUNT; i += 4 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 = Math.fma(x[p], y[q], s0);
            s1 = Math.fma(x[p + COUNT], y[q + COUNT], s1);
            s2 = Math.fma(x[p + 2 * COUNT], y[q + 2 * COUNT], s2);
            s3 = Math.fma(x[p + 3 * COUNT], y[q + 3 * COUNT], s3);
        }
        if (i <= end - 2 * COUNT) {
            int p = xOffset + i;
            int q = yOffset + i;
            s0 = Math.fma(x[p], y[q], s0);
            s1 = Math.fma(x[p + COUNT], y[q + COUNT], s1);
            i += 2 * COUNT;
        }
        if (i <= end - COUNT) {
            s2 = Math.fma(x[xOffset + i], y[yOffset + i], s2);
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Twice the loss of whole vectors; x = its gradient. See {@link SimdLossKernels#squared}. */
    static double squared(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        PlainStart.countInLoops(end);
        double even = squaredPair(y, yOffset, weights, x, xOffset, end);
        if (COUNT == 2) {
            return even;
        }
        double odd = squaredPair(y, yOffset + 1, weights, x, xOffset + 1, end);
        if (COUNT == 4) {
            return even + odd;
        }
        even += squaredPair(y, yOffset + 2, weights, x, xOffset + 2, end);
        odd += squaredPair(y, yOffset + 3, weights, x, xOffset + 3, end);
        return even + odd;
    }

    private static double squaredPair(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        int half = COUNT / 2;
        return squaredLane(y, yOffset, weights, x, xOffset, end)
                + squaredLane(y, yOffset + half, weights, x, xOffset + half, end);
    }

    private static double squaredLane(
            double[] y,
            int yOffset,
            double @Nullable [] weights,
            double[] x,
            int xOffset,
            int end) {
        double sum = 0;
        for (int i = 0; i < end; i += COUNT) {
            double d = x[xOffset + i] - y[yOffset + i];
            double g = weights == null ? d : d * weights[yOffset + i];
            sum = Math.fma(g, d, sum);
            x[xOffset + i] = g;
        }
        return sum;
    }

    /** The sums of whole vectors; g = x − y. See {@link SimdLossKernels#squaredSums}. */
    static void squaredSums(
            double[] y, int yOffset, double[] x, int xOffset, double[] g, int end, double[] sums) {
        PlainStart.countInLoops(end);
        double largest = sums[3];
        for (int i = 0; i < end; i++) {
            g[i] = x[xOffset + i] - y[yOffset + i];
            largest = Math.max(largest, Math.abs(g[i]));
        }
        sums[0] += products(g, g, 0, end, false);
        sums[1] += products(g, y, yOffset, end, false);
        sums[2] += products(g, y, yOffset, end, true);
        sums[3] = largest;
    }

    /** Σ g·y or Σ |g·y|, with one sum for each lane, in the order of {@link Vectors#sum}. */
    private static double products(double[] g, double[] y, int yOffset, int end, boolean absolute) {
        double even = productsOfPair(g, 0, y, yOffset, end, absolute);
        if (COUNT == 2) {
            return even;
        }
        double odd = productsOfPair(g, 1, y, yOffset, end, absolute);
        if (COUNT == 4) {
            return even + odd;
        }
        even += productsOfPair(g, 2, y, yOffset, end, absolute);
        odd += productsOfPair(g, 3, y, yOffset, end, absolute);
        return even + odd;
    }

    private static double productsOfPair(
            double[] g, int lane, double[] y, int yOffset, int end, boolean absolute) {
        return productsOfLane(g, lane, y, yOffset, end, absolute)
                + productsOfLane(g, lane + COUNT / 2, y, yOffset, end, absolute);
    }

    private static double productsOfLane(
            double[] g, int lane, double[] y, int yOffset, int end, boolean absolute) {
        double sum = 0;
        for (int i = lane; i < end; i += COUNT) {
            double a = g[i];
            double b = y[yOffset + i];
            sum = absolute ? Math.fma(Math.abs(a), Math.abs(b), sum) : Math.fma(a, b, sum);
        }
        return sum;
    }

    static double replace(double[] x, int xOffset, double[] y, int yOffset, int length) {
        axpy(-1, x, xOffset, y, yOffset, length);
        double sum = dot(y, yOffset, y, yOffset, length);
        System.arraycopy(x, xOffset, y, yOffset, length);
        return sum;
    }

    static void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        PlainStart.countInLoops(length);
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
        }
    }

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
        for (int j = from; j < to; j++) {
            axpy(factors[j], x, xOffset + j * stride, y, yOffset, length);
        }
    }

    static void addRows(
            double[] x,
            int xOffset,
            int xStride,
            double[] y,
            int yOffset,
            int yStride,
            int rows,
            int width) {
        PlainStart.countInLoops((long) rows * width);
        for (int i = 0; i < rows; i++) {
            int p = xOffset + i * xStride;
            int q = yOffset + i * yStride;
            for (int j = 0; j < width; j++) {
                y[q + j] += x[p + j];
            }
        }
    }

    static void scale(double alpha, double[] x, int offset, int length) {
        PlainStart.countInLoops(length);
        for (int i = 0; i < length; i++) {
            x[offset + i] *= alpha;
        }
    }

    static void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        PlainStart.countInLoops(length);
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = x[xOffset + i];
        }
    }

    static void rectify(double alpha, double[] x, double[] g, double[] h, int length) {
        PlainStart.countInLoops(length);
        for (int i = 0; i < length; i++) {
            h[i] = x[i] > 0 ? g[i] : alpha * g[i];
        }
    }

    static double maxAbs(double[] x, int offset, int length) {
        PlainStart.countInLoops(length);
        double max = 0;
        for (int i = 0; i < length; i++) {
            max = Math.max(max, Math.abs(x[offset + i]));
        }
        return max;
    }
}
