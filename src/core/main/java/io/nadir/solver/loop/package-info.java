/**
 * The solver loop: descend, certify, append or remove columns, stop. It works on an {@link
 * io.nadir.model.Objective} and does not depend on any family of models. Not exported: {@link
 * io.nadir.Nadir} is the only way in. {@code GlobalSolver} decides what comes next; each of the
 * other classes has one task.
 */
@NullMarked
package io.nadir.solver.loop;

import org.jspecify.annotations.NullMarked;
