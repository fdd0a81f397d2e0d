package io.nadir.landscape;

import java.util.Objects;

/**
 * A direction Δ in which the risk falls from a saddle W, as R(W + tΔ) ≈ R(W) + derivative·t^order /
 * order!.
 *
 * @param direction Δ; its scale is arbitrary
 * @param order 2 for negative curvature, 3 and more where the risk is flat to second order
 * @param derivative derivative of that order along Δ, negative. For order 2 it is the curvature
 *     ∇²R[Δ, Δ], which is twice the form that VZH (1.26) writes
 */
public record Escape(LinearNetwork direction, int order, double derivative) {
    /** Refuses null. */
    public Escape {
        Objects.requireNonNull(direction, "direction");
    }
}
