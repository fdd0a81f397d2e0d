/**
 * Landscapes of training problems: the critical points of linear networks, paths between wide
 * networks along which the loss does not rise above what the theory allows, and the effect of
 * degrees of homogeneity that do not match.
 */
@NullMarked
package io.nadir.landscape;

import org.jspecify.annotations.NullMarked;
