package io.nadir.matrix;

/** Operations on the weights of entries. */
final class Weights {
    private Weights() {}

    /**
     * Throws if a weight is negative, NaN or infinite.
     *
     * @throws IllegalArgumentException naming the first such entry
     */
    static void requireAllowed(double[] weights) {
        for (int e = 0; e < weights.length; e++) {
            if (!(weights[e] >= 0 && weights[e] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        String.format(
                                "weight of entry %d = %s, allowed are finite numbers from 0",
                                e, weights[e]));
            }
        }
    }

    /**
     * Throws if a weight would overflow or become subnormal, and so be rounded, when multiplied by
     * 2 to the power {@code exponent}.
     *
     * @param weights the weights, not negative
     * @param length the number of weights in use, from the first
     * @throws IllegalArgumentException naming the weight
     */
    static void requireScalable(double[] weights, int length, int exponent) {
        for (int i = 0; i < length; i++) {
            double scaled = Math.scalb(weights[i], exponent);
            boolean normal = scaled >= Double.MIN_NORMAL && scaled < Double.POSITIVE_INFINITY;
            if (weights[i] > 0 && !normal) {
                throw new IllegalArgumentException(
                        String.format(
                                "a weight = %s, allowed beside the largest weight are 0"
                                        + " and at least %s: float64 cannot hold both",
                                weights[i], Math.scalb(Double.MIN_NORMAL, -exponent)));
            }
        }
    }

    /** Returns a copy with each weight multiplied by 2 to the power {@code exponent}. */
    static double[] timesPowerOfTwo(double[] weights, int exponent) {
        double[] scaled = weights.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return scaled;
    }
}
