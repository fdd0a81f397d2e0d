/**
 * The solver loop (descend, certify, append or remove columns, stop) with its options, state and
 * result. It works on an {@link io.nadir.model.Objective} and does not depend on any family of
 * models.
 */
@NullMarked
package io.nadir.solver;

import org.jspecify.annotations.NullMarked;
