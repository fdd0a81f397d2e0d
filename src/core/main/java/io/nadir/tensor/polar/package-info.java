/**
 * The polar of CP decomposition: ascent from many starts below, unfoldings, slices and a cover of
 * spheres above.
 */
@NullMarked
package io.nadir.tensor.polar;

import org.jspecify.annotations.NullMarked;
