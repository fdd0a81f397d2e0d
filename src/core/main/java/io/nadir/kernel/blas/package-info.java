/**
 * Dense factorizations by JBLAS, by a BLAS of the system, or by EJML; large products by a BLAS of
 * the system. Not exported.
 */
@NullMarked
package io.nadir.kernel.blas;

import org.jspecify.annotations.NullMarked;
