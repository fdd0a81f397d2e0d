package io.nadir.network.twolayer.polar;

import java.util.List;

/**
 * The maximum of a {@link ReluFunction} over the unit ball.
 *
 * @param upper a bound of the maximum, every rounding error included
 * @param points where large values were found, the largest first; of norm 1 up to rounding
 * @param cones looked at by branch and bound
 */
record ReluMaximum(double upper, List<double[]> points, long cones) {}
