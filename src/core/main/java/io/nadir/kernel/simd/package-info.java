/** Kernels written with the Vector API. Not exported. */
@NullMarked
package io.nadir.kernel.simd;

import org.jspecify.annotations.NullMarked;
