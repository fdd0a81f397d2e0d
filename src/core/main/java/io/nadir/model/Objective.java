package io.nadir.model;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * An objective f(W) = ℓ(Y, Φ(W)) + λ·Θ(W): a map Φ with its data and loss, a regularizer, and its
 * weight. An immutable value.
 *
 * @param map the map, with data and loss
 * @param regularizer the regularizer Θ
 * @param lambda its weight λ, finite and positive
 * @param <M> the type of the map
 */
public record Objective<M extends FactorizationMap>(M map, Regularizer regularizer, double lambda) {
    /** Rejects null, and a λ that is not finite and positive. */
    public Objective {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(regularizer, "regularizer");
        Checks.positiveFinite("lambda", lambda);
    }

    /**
     * Returns this objective with the type of the map made explicit.
     *
     * @throws ClassCastException if the map is of another type
     */
    public <N extends FactorizationMap> Objective<N> as(Class<N> type) {
        Objects.requireNonNull(type, "type");

        return new Objective<>(type.cast(map), regularizer, lambda);
    }

    /** Computes f(W), in one pass over the data. */
    public double value(Factors w) {
        Objects.requireNonNull(w, "w");

        return evaluate(w, w.copy());
    }

    /**
     * Computes f(W), and the gradient of ℓ with respect to every block of W, in one pass over the
     * data.
     *
     * @param w the point; not modified
     * @param gradient receives the gradient, and the rank of {@code w}; must be another object
     * @return f(W)
     */
    public double evaluate(Factors w, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        return map.evaluate(w, gradient) + penalty(w);
    }

    /** Returns λ·Θ(W). */
    public double penalty(Factors w) {
        Objects.requireNonNull(w, "w");

        return lambda * regularizer.value(w);
    }
}
