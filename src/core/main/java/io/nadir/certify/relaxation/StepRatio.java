package io.nadir.certify.relaxation;

/** The ratio of the steps of multiplier and K, for C and 𝒜 of norm 1. */
final class StepRatio {
    private static final double DEFAULT = 3;

    /** How far balancing may move from the first ratio. */
    private static final double LARGEST_CHANGE = 30;

    private double first = DEFAULT;
    private double ratio = DEFAULT;

    double ratio() {
        return ratio;
    }

    /** Starts anew from a ratio. */
    void set(double newRatio) {
        first = newRatio;
        ratio = newRatio;
    }

    /**
     * Moves halfway, on a logarithmic scale, to the ratio under which K and the multiplier have
     * equally far to go (after Applegate and others, 2021).
     *
     * @param far the size of the multiplier
     * @param near that of K
     */
    void balance(double far, double near) {
        if (far > 0 && near > 0) {
            double balanced = Math.sqrt(ratio * far / near);
            ratio = Math.clamp(balanced, first / LARGEST_CHANGE, first * LARGEST_CHANGE);
        }
    }
}
