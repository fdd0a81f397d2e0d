/**
 * Descent for two-layer networks: exact minimization over output weights, and Newton steps between
 * kinks. Not exported.
 */
@NullMarked
package io.nadir.network.twolayer.descent;

import org.jspecify.annotations.NullMarked;
