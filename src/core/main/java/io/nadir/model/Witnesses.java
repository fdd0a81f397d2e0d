package io.nadir.model;

import io.nadir.array.Panel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Columns worth appending to a point: w_i with θ(w_i) = 1 and ⟨Z, φ(w_i)⟩ = values[i], in
 * descending order of the values.
 *
 * <p>Let L be the curvature of the loss. Appending the columns τ_i^{1/p}·w_i with τ_i = λ(values[i]
 * − 1)/(L·spread) lowers f by at least Σ ½λ²(values[i] − 1)²/(L·spread), because ℓ(X + D) ≤ ℓ(X) +
 * ⟨∇ℓ, D⟩ + ½L‖D‖². Under the squared loss it lowers f by exactly that if the φ(w_i) are
 * orthonormal.
 *
 * @param blocks for each block k the columns, d_k×count; not copied
 * @param values the values ⟨Z, φ(w_i)⟩; not copied
 * @param spread the smallest known s with ‖Σ τ_i φ(w_i)‖² ≤ s·Σ τ_i² for all τ ≥ 0; 1 if the φ(w_i)
 *     are orthonormal
 * @param known whether the point already has nearly the same columns, which descent may still
 *     improve
 */
public record Witnesses(List<Panel> blocks, double[] values, double spread, boolean known) {
    /** Rejects null. */
    public Witnesses {
        Objects.requireNonNull(blocks, "blocks");
        Objects.requireNonNull(values, "values");
    }

    /** Creates witnesses that differ from the columns of the point. */
    public Witnesses(List<Panel> blocks, double[] values, double spread) {
        this(blocks, values, spread, false);
    }

    @Override
    public String toString() {
        return "Witnesses of values " + Arrays.toString(values);
    }
}
