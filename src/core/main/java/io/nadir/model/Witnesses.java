package io.nadir.model;

import io.nadir.array.Panel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Columns worth appending, w_i with θ(w_i) = 1 and ⟨Z, φ(w_i)⟩ = values[i], descending.
 *
 * <p>Appending τ_i^{1/p}·w_i with τ_i = λ(values[i] − 1)/(L·spread), L the curvature of the loss,
 * lowers f by at least Σ ½λ²(values[i] − 1)²/(L·spread), and by just that under the squared loss if
 * the φ(w_i) are orthonormal (from ℓ(X + D) ≤ ℓ(X) + ⟨∇ℓ, D⟩ + ½L‖D‖²).
 *
 * @param blocks block k of all columns, d_k×count
 * @param values of the polar
 * @param spread least known s with ‖Σ τ_i φ(w_i)‖² ≤ s·Σ τ_i² for all τ ≥ 0: 1 where the φ(w_i) are
 *     orthonormal
 * @param known whether the point has a column that is nearly the same, which descent may still
 *     bring there
 */
public record Witnesses(List<Panel> blocks, double[] values, double spread, boolean known) {
    /** Refuses null. */
    public Witnesses {
        Objects.requireNonNull(blocks, "blocks");
        Objects.requireNonNull(values, "values");
    }

    /** Witnesses unlike the columns of the point. */
    public Witnesses(List<Panel> blocks, double[] values, double spread) {
        this(blocks, values, spread, false);
    }

    @Override
    public String toString() {
        return "Witnesses of values " + Arrays.toString(values);
    }
}
