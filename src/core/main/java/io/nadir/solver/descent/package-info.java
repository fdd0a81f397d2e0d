/** Descent methods that fit every model. Not exported. */
@NullMarked
package io.nadir.solver.descent;

import org.jspecify.annotations.NullMarked;
