/** How deep networks enter the solver. */
@NullMarked
package io.nadir.network.deep.family;

import org.jspecify.annotations.NullMarked;
