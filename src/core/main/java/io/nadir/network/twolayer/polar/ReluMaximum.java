package io.nadir.network.twolayer.polar;

import java.util.List;

/**
 * The maximum of a {@link ReluFunction} over the unit ball.
 *
 * @param upper an upper bound of the maximum, every rounding error included
 * @param points points of norm 1, up to rounding, at which large values were found, the largest
 *     first
 * @param cones the number of cones that branch and bound has processed
 */
record ReluMaximum(double upper, List<double[]> points, long cones) {}
