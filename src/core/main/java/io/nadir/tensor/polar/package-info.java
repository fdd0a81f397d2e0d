/**
 * The polar of CP decomposition: lower bounds by ascent from many starts, upper bounds from
 * unfoldings, slices and a cover of spheres. Not exported.
 */
@NullMarked
package io.nadir.tensor.polar;

import org.jspecify.annotations.NullMarked;
