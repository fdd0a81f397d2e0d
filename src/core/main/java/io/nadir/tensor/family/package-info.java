/** How CP decomposition enters the solver. */
@NullMarked
package io.nadir.tensor.family;

import org.jspecify.annotations.NullMarked;
