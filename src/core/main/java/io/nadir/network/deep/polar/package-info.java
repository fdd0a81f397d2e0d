/**
 * The polar of deep networks: gradient ascent below, bounds of layers above, exact for linear
 * networks and two layers.
 */
@NullMarked
package io.nadir.network.deep.polar;

import org.jspecify.annotations.NullMarked;
