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

        return evaluate(w, w.copy());
    }

    /**
     * f(W), and in {@code gradient} ∇ℓ with respect to every block of W, by a pass over the data.
     *
     * @param gradient gets the rank of {@code w}; distinct from it
     */
    public double evaluate(Factors w, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        return map.evaluate(w, gradient) + penalty(w);
    }

    /** λΘ(W). */
    public double penalty(Factors w) {
        Objects.requireNonNull(w, "w");

        return lambda * regularizer.value(w);
    }
}
