/** Dense factorizations by JBLAS, or by EJML where JBLAS cannot be loaded. */
@NullMarked
package io.nadir.kernel.blas;

import org.jspecify.annotations.NullMarked;
