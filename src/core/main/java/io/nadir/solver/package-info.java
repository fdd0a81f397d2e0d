/**
 * What a solve is told and what it gives: options, listener, checkpoints, result. The loop itself
 * is not exported; {@link io.nadir.Nadir} runs it.
 */
@NullMarked
package io.nadir.solver;

import org.jspecify.annotations.NullMarked;
