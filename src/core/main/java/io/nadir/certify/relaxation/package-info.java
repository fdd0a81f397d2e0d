/**
 * Semidefinite relaxations of polars that are hard to solve. A polar states its problem as a {@link
 * io.nadir.certify.relaxation.Relaxation}; {@link io.nadir.certify.relaxation.RelaxationSearch}
 * finds the multiplier with the smallest bound. Any multiplier gives a valid bound, so nothing that
 * a search computes has to be trusted: the bound itself is checked by a Cholesky factorization.
 * Your own polar may use them as well.
 */
@NullMarked
package io.nadir.certify.relaxation;

import org.jspecify.annotations.NullMarked;
