/**
 * The polars of matrix factorization, one oracle for each kind of regularizer, with their proofs:
 * {@code SpectralOracle} for the nuclear norm, {@code L1Oracle} if one gauge is an l1 norm, {@code
 * NormSumOracle} for sums of l2 and l1 norms with or without signs, {@code AlternatingOracle} for
 * all others. Not exported. To add one, implement {@link io.nadir.model.PolarOracle} and let {@code
 * MatrixFamily} choose it.
 */
@NullMarked
package io.nadir.matrix.polar;

import org.jspecify.annotations.NullMarked;
