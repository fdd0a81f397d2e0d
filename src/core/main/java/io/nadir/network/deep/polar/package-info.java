/**
 * The polar of deep networks: lower bounds by gradient ascent, upper bounds from the bounds of the
 * layers, exact for linear networks and networks of two layers. Not exported.
 */
@NullMarked
package io.nadir.network.deep.polar;

import org.jspecify.annotations.NullMarked;
