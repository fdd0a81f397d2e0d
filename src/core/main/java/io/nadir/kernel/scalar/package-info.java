/**
 * Kernels as plain loops: the fallback of the fast kernels, and the reference against which they
 * are tested. Not exported.
 */
@NullMarked
package io.nadir.kernel.scalar;

import org.jspecify.annotations.NullMarked;
