/**
 * The loop: descend, certify, append or slide, stop. Works on {@link io.nadir.model.Objective} and
 * knows no family of models. Not exported: {@link io.nadir.Nadir} is the only way in. {@code
 * GlobalSolver} decides what comes next; the other classes do one thing each.
 */
@NullMarked
package io.nadir.solver.loop;

import org.jspecify.annotations.NullMarked;
