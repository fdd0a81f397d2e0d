/** How two-layer networks enter the solver. */
@NullMarked
package io.nadir.network.twolayer.family;

import org.jspecify.annotations.NullMarked;
