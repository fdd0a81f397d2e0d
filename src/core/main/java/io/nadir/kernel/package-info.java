/**
 * The contract of the numeric kernels: formulas, shapes, costs, checks and the choice among them.
 */
@NullMarked
package io.nadir.kernel;

import org.jspecify.annotations.NullMarked;
