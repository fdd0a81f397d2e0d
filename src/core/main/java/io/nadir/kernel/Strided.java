package io.nadir.kernel;

/** Loops over vectors with a stride; contiguous ones go to the kernels. */
public final class Strided {
    private static final DenseKernels KERNELS = Kernels.get();

    private Strided() {}

    /** Σ x_i². */
    public static double sumOfSquares(double[] x, int offset, int stride, int length) {
        if (stride == 1) {
            return KERNELS.dot(x, offset, x, offset, length);
        }
        double sum = 0;
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            sum += x[at] * x[at];
        }
        return sum;
    }

    /** Σ |x_i|. */
    public static double sumOfMagnitudes(double[] x, int offset, int stride, int length) {
        double sum = 0;
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            sum += Math.abs(x[at]);
        }
        return sum;
    }

    /** Returns the index in the array of the element of largest magnitude. */
    public static int indexOfLargest(double[] x, int offset, int stride, int length) {
        int best = offset;
        for (int i = 1, at = offset + stride; i < length; i++, at += stride) {
            if (Math.abs(x[at]) > Math.abs(x[best])) {
                best = at;
            }
        }
        return best;
    }

    /** x ← α·x. */
    public static void scale(double alpha, double[] x, int offset, int stride, int length) {
        if (stride == 1) {
            KERNELS.scale(alpha, x, offset, length);
            return;
        }
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            x[at] *= alpha;
        }
    }

    /** x ← 0. */
    public static void clear(double[] x, int offset, int stride, int length) {
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            x[at] = 0;
        }
    }

    /** x_i ← sign(x_i)·max(0, |x_i| − threshold). */
    public static void softThreshold(
            double threshold, double[] x, int offset, int stride, int length) {
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            x[at] = Math.copySign(Math.max(0, Math.abs(x[at]) - threshold), x[at]);
        }
    }

    /** x_i ← max(0, x_i). */
    public static void clip(double[] x, int offset, int stride, int length) {
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            x[at] = Math.max(0, x[at]);
        }
    }

    /** Whether no element is negative. */
    public static boolean isNonNegative(double[] x, int offset, int stride, int length) {
        double least = 0;
        for (int i = 0, at = offset; i < length; i++, at += stride) {
            least = Math.min(least, x[at]);
        }
        return least >= 0;
    }
}
