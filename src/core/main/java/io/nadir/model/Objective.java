package io.nadir.model;

import io.nadir.array.Checks;

import java.util.Objects;

/**
 * What is minimized, f(W) = ℓ(Y, Φ(W)) + λΘ(W): the map Φ with its data and loss, the regularizer
 * and its weight.
 *
 * @param map the map, with data and loss
 * @param regularizer Θ
 * @param lambda λ, finite and more than 0
 * @param <M> the type of the map
 */
public record Objective<M extends FactorizationMap>(M map, Regularizer regularizer, double lambda) {
    /** Refuses null and a λ that is not finite and more than 0. */
    public Objective {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(regularizer, "regularizer");
        Checks.positiveFinite("lambda", lambda);
    }

    /**
     * The same, for a method that needs to know the type of the map.
     *
     * @throws ClassCastException if the map is of another type
     */
    public <N extends FactorizationMap> Objective<N> as(Class<N> type) {
        Objects.requireNonNull(type, "type");

        return new Objective<>(type.cast(map), regularizer, lambda);
    }

    /** f(W), by a pass over the data. */
    public double value(Factors w) {
        Objects.requireNonNull(w, "w");

        return map.evaluate(w, w.copy()) + lambda * regularizer.value(w);
    }
}
