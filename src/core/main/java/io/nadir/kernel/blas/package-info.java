/** Dense factorizations by JBLAS, or by EJML if JBLAS cannot be loaded. Not exported. */
@NullMarked
package io.nadir.kernel.blas;

import org.jspecify.annotations.NullMarked;
