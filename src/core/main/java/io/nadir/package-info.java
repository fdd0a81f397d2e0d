/**
 * The entry point of the library: describe a {@link io.nadir.Problem}, solve it with {@link
 * io.nadir.Nadir}, for one λ or along a path, and receive a {@link io.nadir.solver.Solution} with
 * its certificate. Everything else in the library can be reached from here.
 */
@NullMarked
package io.nadir;

import org.jspecify.annotations.NullMarked;
