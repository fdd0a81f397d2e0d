/** The thin interface: problem, options, solve, and a solution with its certificate. */
@NullMarked
package io.nadir;

import org.jspecify.annotations.NullMarked;
