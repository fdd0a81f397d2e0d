package io.nadir.kernel.simd;

/** {@link VectorLoops}, or {@link PlainLoops} in their place at the {@link PlainStart}. */
final class Loops {
    private Loops() {}

    /** See {@link VectorLoops#dot}. */
    static double dot(double[] x, int xOffset, double[] y, int yOffset, int length) {
        return PlainStart.isOnInLoops()
                ? PlainLoops.dot(x, xOffset, y, yOffset, length)
                : VectorLoops.dot(x, xOffset, y, yOffset, length);
    }

    /** See {@link VectorLoops#replace}. */
    static double replace(double[] x, int xOffset, double[] y, int yOffset, int length) {
        return PlainStart.isOnInLoops()
                ? PlainLoops.replace(x, xOffset, y, yOffset, length)
                : VectorLoops.replace(x, xOffset, y, yOffset, length);
    }

    /** y += alpha·x. */
    static void axpy(double alpha, double[] x, int xOffset, double[] y, int yOffset, int length) {
        if (PlainStart.isOnInLoops()) {
            PlainLoops.axpy(alpha, x, xOffset, y, yOffset, length);
        } else {
            VectorLoops.axpy(alpha, x, xOffset, y, yOffset, length);
        }
    }

    /** See {@link VectorLoops#addMultiples}. */
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
        if (PlainStart.isOnInLoops()) {
            PlainLoops.addMultiples(factors, from, to, x, xOffset, stride, y, yOffset, length);
        } else {
            VectorLoops.addMultiples(factors, from, to, x, xOffset, stride, y, yOffset, length);
        }
    }

    /** See {@link VectorLoops#addRows}. */
    static void addRows(
            double[] x,
            int xOffset,
            int xStride,
            double[] y,
            int yOffset,
            int yStride,
            int rows,
            int width) {
        if (PlainStart.isOnInLoops()) {
            PlainLoops.addRows(x, xOffset, xStride, y, yOffset, yStride, rows, width);
        } else {
            VectorLoops.addRows(x, xOffset, xStride, y, yOffset, yStride, rows, width);
        }
    }

    /** x *= alpha. */
    static void scale(double alpha, double[] x, int offset, int length) {
        if (PlainStart.isOnInLoops()) {
            PlainLoops.scale(alpha, x, offset, length);
        } else {
            VectorLoops.scale(alpha, x, offset, length);
        }
    }

    /** See {@link VectorLoops#widen}. */
    static void widen(float[] x, int xOffset, double[] y, int yOffset, int length) {
        if (PlainStart.isOnInLoops()) {
            PlainLoops.widen(x, xOffset, y, yOffset, length);
        } else {
            VectorLoops.widen(x, xOffset, y, yOffset, length);
        }
    }

    /** See {@link VectorLoops#rectify}. */
    static void rectify(double alpha, double[] x, double[] g, double[] h, int length) {
        if (PlainStart.isOnInLoops()) {
            PlainLoops.rectify(alpha, x, g, h, length);
        } else {
            VectorLoops.rectify(alpha, x, g, h, length);
        }
    }

    /** The largest magnitude. */
    static double maxAbs(double[] x, int offset, int length) {
        return PlainStart.isOnInLoops()
                ? PlainLoops.maxAbs(x, offset, length)
                : VectorLoops.maxAbs(x, offset, length);
    }
}
