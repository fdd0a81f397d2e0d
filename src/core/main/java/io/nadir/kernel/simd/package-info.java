/** Kernel bodies written with the Vector API. */
@NullMarked
package io.nadir.kernel.simd;

import org.jspecify.annotations.NullMarked;
