/**
 * The options, listeners, checkpoints and results of a solve. The loop itself is not exported;
 * {@link io.nadir.Nadir} runs it.
 */
@NullMarked
package io.nadir.solver;

import org.jspecify.annotations.NullMarked;
