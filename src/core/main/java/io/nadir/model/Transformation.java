package io.nadir.model;

import java.util.Objects;

/**
 * The rows of new data for a fixed V: a U near the minimum of f(U) = ℓ(Y, U·Vᵀ) + λΣθ(u_i, v_i),
 * which is convex, and how near.
 *
 * @param factors U, and V as it was given; belongs to the caller
 * @param objective f(U)
 * @param gap f(U) less the value of a dual point: f(U) − min f is at most this, but for the
 *     rounding errors of its own computation
 * @param converged whether the gap is within the tolerance that was asked for
 */
public record Transformation(Factors factors, double objective, double gap, boolean converged) {
    /** Refuses null. */
    public Transformation {
        Objects.requireNonNull(factors, "factors");
    }

    /** U, k×r row-major, a new array. */
    public double[] u() {
        return factors.toArray(0);
    }
}
