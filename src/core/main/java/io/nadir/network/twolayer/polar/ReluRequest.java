package io.nadir.network.twolayer.polar;

import io.nadir.check.Checks;

/**
 * How far the bounds of {@link ReluPolar} are to be driven.
 *
 * @param enough an upper bound of this size needs no improvement; 0 to ask for the best
 * @param relativeGap nor does one within this share of the lower bound; more than 0
 * @param cones that branch and bound may look at; 0 for none
 * @param seed of random starts; moves the lower bound only
 * @param checkpoint called every few milliseconds; may throw to give up
 */
public record ReluRequest(
        double enough, double relativeGap, long cones, long seed, Runnable checkpoint) {
    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public ReluRequest {
        if (!(enough >= 0)) {
            throw new IllegalArgumentException("enough = " + enough + ", allowed are 0 and more");
        }
        Checks.positiveFinite("relativeGap", relativeGap);
        if (cones < 0) {
            throw new IllegalArgumentException("cones = " + cones + ", allowed are 0 and more");
        }
    }

    /** Returns this request with another {@code enough}. */
    ReluRequest withEnough(double other) {
        return new ReluRequest(other, relativeGap, cones, seed, checkpoint);
    }
}
