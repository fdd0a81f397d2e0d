/**
 * The loop: descend, certify, append or slide, stop; its options, state and result. Works on {@link
 * io.nadir.model.Objective} and knows no family of models.
 */
@NullMarked
package io.nadir.solver;

import org.jspecify.annotations.NullMarked;
