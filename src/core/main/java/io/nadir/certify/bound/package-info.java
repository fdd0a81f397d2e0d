/**
 * Upper bounds of norms and eigenvalues, with which polars are bounded: either with every rounding
 * error included, or with a stated probability of failure. Not exported.
 */
@NullMarked
package io.nadir.certify.bound;

import org.jspecify.annotations.NullMarked;
