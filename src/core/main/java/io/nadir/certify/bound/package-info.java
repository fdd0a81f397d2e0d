/**
 * Upper bounds of norms and eigenvalues with every rounding error included, or with a stated
 * probability of failing: what polars are bounded with. Not exported.
 */
@NullMarked
package io.nadir.certify.bound;

import org.jspecify.annotations.NullMarked;
