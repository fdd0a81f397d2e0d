/** Plain loops: the fallback of the fast kernels and the oracle they are tested against. */
@NullMarked
package io.nadir.kernel.scalar;

import org.jspecify.annotations.NullMarked;
