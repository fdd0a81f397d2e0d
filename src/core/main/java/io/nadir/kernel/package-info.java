/**
 * The contracts of the numeric kernels (formulas, shapes, costs, checks) and the choice among their
 * implementations in {@code scalar}, {@code simd} and {@code blas}; also threads, hashes and
 * rounding, which kernels and their callers share. Not exported. To add a kernel, write it in
 * {@code scalar} first, as plainly as possible, then in {@code simd}, and let the tests tagged
 * "kernel" compare the two.
 */
@NullMarked
package io.nadir.kernel;

import org.jspecify.annotations.NullMarked;
