package io.nadir.model.map;

import io.nadir.model.Factors;

/** Minimizes a matrix problem exactly over one factor at a time. */
@FunctionalInterface
public interface BlockMinimizer {
    /**
     * Replaces block k of {@code w} by the exact minimizer of ℓ(Y, U·Vᵀ) + (λ/2)·‖block k‖_F² over
     * that block, row by row.
     *
     * @param w the pair U, V; block k is replaced
     * @param k 0 for U, 1 for V
     * @param lambda the weight λ of the ridge penalty
     * @return the minimum
     */
    double minimize(Factors w, int k, double lambda);
}
