/** Benchmarks of the kernels and of the solver against their peers. */
@NullMarked
package io.nadir.jmh;

import org.jspecify.annotations.NullMarked;
