/**
 * What the bounds of polars of several families share: upper bounds of norms and eigenvalues,
 * either with every rounding error included or with a stated probability of failure; the choice of
 * columns to append; and the memory that a proof needs. Not exported.
 */
@NullMarked
package io.nadir.certify.bound;

import org.jspecify.annotations.NullMarked;
