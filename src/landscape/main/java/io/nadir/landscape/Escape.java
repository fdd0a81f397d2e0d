package io.nadir.landscape;

import java.util.Objects;

/**
 * A direction Δ in which the risk falls from a saddle W, R(W + tΔ) ≈ R(W) + derivative·t^order /
 * order!.
 *
 * @param direction Δ, in an arbitrary scale
 * @param order 2 for negative curvature, 3 or more if the risk is flat to second order
 * @param derivative the derivative of that order along Δ, negative. For order 2 it is the curvature
 *     ∇²R[Δ, Δ], twice the quadratic form of Vidal, Zhu &amp; Haeffele, equation 1.26
 */
public record Escape(LinearNetwork direction, int order, double derivative) {
    /** Rejects null. */
    public Escape {
        Objects.requireNonNull(direction, "direction");
    }
}
