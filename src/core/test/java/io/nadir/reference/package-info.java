/**
 * Independent truth for tests, and generators of the problems that go with it. {@code …Truth} is a
 * polar by exhaustive search; {@code …Reference} is the minimum of a whole problem by a slow method
 * of its own; {@code Exact…} computes objectives and optima in {@link java.math.BigDecimal}. No
 * bound here comes from a polar or a certificate of the library. Where a generator asks the solver
 * for a point, all it takes is the objective there, which it computes itself.
 */
@NullMarked
package io.nadir.reference;

import org.jspecify.annotations.NullMarked;
