package io.nadir.kernel;

/**
 * Constants of rounding error analysis in IEEE float64 (Higham, Accuracy and Stability of Numerical
 * Algorithms, chapter 3).
 */
public final class Rounding {
    /** Unit roundoff. */
    public static final double UNIT = 0x1p-53;

    /**
     * Allows for the rounding of the scalar operations that combine bounds: each factor covers at
     * least thirty of them.
     */
    private static final double SCALAR_MARGIN = 1 + 0x1p-48;

    private Rounding() {}

    /**
     * γ_k = k·u / (1 − k·u): bounds the relative error of k roundings in any order (Higham, Lemma
     * 3.1). Rounded up.
     */
    public static double gamma(double k) {
        double ku = k * UNIT;
        if (!(ku < 0.5)) {
            return Double.POSITIVE_INFINITY;
        }
        return up(ku / (1 - ku));
    }

    /** Returns a number that is at least the exact value whose rounded result is {@code x} ≥ 0. */
    public static double up(double x) {
        return x * SCALAR_MARGIN + Double.MIN_NORMAL;
    }

    /** Returns x + y rounded up, for y of either sign; exact if the sum is a float64 number. */
    public static double plusUp(double x, double y) {
        double sum = x + y;
        double shareOfY = sum - x;
        double error = (x - (sum - shareOfY)) + (y - shareOfY);
        return error > 0 ? Math.nextUp(sum) : sum;
    }

    /** Returns x + y rounded down, for y of either sign; exact if the sum is a float64 number. */
    public static double plusDown(double x, double y) {
        return -plusUp(-x, -y);
    }

    /**
     * Returns a number that is at most the exact value whose rounded result is {@code x}. What
     * overflowed is at least {@link Double#MAX_VALUE}.
     */
    public static double down(double x) {
        double finite = Math.min(x, Double.MAX_VALUE);
        return finite - Math.abs(finite) * (SCALAR_MARGIN - 1) - Double.MIN_NORMAL;
    }
}
