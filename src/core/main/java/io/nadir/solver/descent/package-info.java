/**
 * Descent methods that fit every model, and what other descent methods share with them: balanced
 * factors, and saving them to checkpoints. Not exported.
 */
@NullMarked
package io.nadir.solver.descent;

import org.jspecify.annotations.NullMarked;
