package io.nadir;

import io.nadir.model.DenseMatrix;

/**
 * min over r, U, V of ½‖Y − U·Vᵀ‖_F² + (λ/2)(‖U‖_F² + ‖V‖_F²).
 *
 * @param y the data, m×n
 * @param lambda weight of the regularizer, finite and more than 0
 */
public record Problem(DenseMatrix y, double lambda) {
    /**
     * Checks λ.
     *
     * @throws IllegalArgumentException if it is not finite or not more than 0
     */
    public Problem {
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lambda = " + lambda + ", allowed are finite numbers greater than 0");
        }
    }

    /** Low-rank factorization of a dense matrix under the squared loss. */
    public static Problem lowRank(DenseMatrix y, double lambda) {
        return new Problem(y, lambda);
    }
}
