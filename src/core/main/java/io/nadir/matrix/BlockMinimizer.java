package io.nadir.matrix;

import io.nadir.model.Factors;

/** Exact minimization of a matrix problem over one factor at a time. */
@FunctionalInterface
public interface BlockMinimizer {
    /**
     * Replaces block k of {@code w} by the exact minimizer of ℓ(Y, U·Vᵀ) + (λ/2)‖block k‖² over it,
     * row by row.
     *
     * @return the minimum
     */
    double minimize(Factors w, int k, double lambda);
}
