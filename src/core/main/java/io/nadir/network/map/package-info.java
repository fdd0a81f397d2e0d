/**
 * What the maps of two-layer and deep networks share: batches of samples, passes over them, and
 * losses of outputs. Not exported.
 */
@NullMarked
package io.nadir.network.map;

import org.jspecify.annotations.NullMarked;
