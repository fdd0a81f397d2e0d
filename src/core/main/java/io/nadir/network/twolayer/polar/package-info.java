/**
 * The polar of two-layer networks, max ‖Zᵀσ(S·w)‖ over the unit ball: exact sweeps in the plane,
 * branch and bound over cones in a few dimensions, looser bounds in many dimensions. Not exported.
 */
@NullMarked
package io.nadir.network.twolayer.polar;

import org.jspecify.annotations.NullMarked;
