/** Methods of descent that fit every model. */
@NullMarked
package io.nadir.solver.descent;

import org.jspecify.annotations.NullMarked;
