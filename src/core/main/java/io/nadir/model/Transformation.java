package io.nadir.model;

import java.util.Objects;

/**
 * The rows of U that belong to new data for a given V, and how close they are to optimal. U
 * approximately minimizes f(U) = ℓ(Y, U·Vᵀ) + λ·Σ_i θ(u_i, v_i), which is convex.
 *
 * @param factors the U found and the V given; a new object
 * @param objective f(U)
 * @param gap f(U) minus the value of a dual point, an upper bound of f(U) − min f up to the
 *     rounding errors of its own computation
 * @param converged whether the gap is within the requested tolerance
 */
public record Transformation(Factors factors, double objective, double gap, boolean converged) {
    /** Rejects null factors. */
    public Transformation {
        Objects.requireNonNull(factors, "factors");
    }

    /** Returns a copy of U, k×r row-major. */
    public double[] u() {
        return factors.toArray(0);
    }
}
