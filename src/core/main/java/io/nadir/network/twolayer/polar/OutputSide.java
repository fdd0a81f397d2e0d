package io.nadir.network.twolayer.polar;

import io.nadir.check.Checks;

/**
 * The directions w whose output is on one side of a hyperplane: c·y(w) ≥ 0.
 *
 * @param normal c, of norm 1 up to rounding; not copied
 * @param scale the factor of c·y(w) in a relaxation, more than 0: it steers the search, and no
 *     bound depends on it
 */
record OutputSide(double[] normal, double scale) {
    /** What ‖c‖ may exceed 1 by. */
    static final double ROUNDING = 1e-12;

    OutputSide {
        Checks.positiveFinite("scale", scale);
        if (!(ReluFunction.norm(normal) <= 1 + 0.5 * ROUNDING)) {
            throw new IllegalArgumentException(
                    "norm of the normal = " + ReluFunction.norm(normal) + ", allowed is up to 1");
        }
    }

    /** The outputs on the other side. */
    OutputSide opposite() {
        double[] opposite = normal.clone();
        for (int j = 0; j < opposite.length; j++) {
            opposite[j] = -opposite[j];
        }
        return new OutputSide(opposite, scale);
    }
}
