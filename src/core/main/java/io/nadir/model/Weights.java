package io.nadir.model;

/** Weights of the losses of entries. */
public final class Weights {
    private Weights() {}

    /**
     * Throws if a weight would leave the normal numbers, and so be rounded, on being multiplied by
     * 2 to the {@code exponent}.
     *
     * @param weights 0 or more each
     * @param length how many of them count, from the first
     */
    public static void requireScalable(double[] weights, int length, int exponent) {
        for (int i = 0; i < length; i++) {
            double scaled = Math.scalb(weights[i], exponent);
            boolean normal = scaled >= Double.MIN_NORMAL && scaled < Double.POSITIVE_INFINITY;
            if (weights[i] > 0 && !normal) {
                throw new IllegalArgumentException(
                        "a weight = "
                                + weights[i]
                                + ", allowed beside the largest weight are 0 and at least "
                                + Math.scalb(Double.MIN_NORMAL, -exponent)
                                + ": float64 cannot hold both");
            }
        }
    }

    /** A copy, each weight multiplied by 2 to the {@code exponent}. */
    public static double[] timesPowerOfTwo(double[] weights, int exponent) {
        double[] scaled = weights.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return scaled;
    }
}
