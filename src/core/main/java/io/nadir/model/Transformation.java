package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The rows of U that belong to new data for a given V, and how close they are to optimal. U
 * approximately minimizes f(U) = ℓ(Y, U·Vᵀ) + λ·Σ_i θ(u_i, v_i), which is convex. For new columns
 * of data, U is given and V is found.
 *
 * @param factors the U found and the V given, or the other way round; a new object
 * @param objective f(U)
 * @param gap f(U) minus the value of a dual point, an upper bound of f(U) − min f up to the
 *     rounding errors of its own computation
 * @param converged whether the gap is within the requested tolerance
 * @param offsets the offsets of the new rows, with those of the columns, which are the model's;
 *     null if the model has none. {@link Offsets#isRowWithoutData} tells of rows that have none of
 *     their own
 */
public record Transformation(
        Factors factors,
        double objective,
        double gap,
        boolean converged,
        @Nullable Offsets offsets) {
    /** Rejects null factors. */
    public Transformation {
        Objects.requireNonNull(factors, "factors");
    }

    /** Returns a copy of U, one row of r numbers for each row of the data. */
    public double[] u() {
        return factors.toArray(0);
    }

    /** Returns a copy of V, one row of r numbers for each column of the data. */
    public double[] v() {
        return factors.toArray(1);
    }
}
