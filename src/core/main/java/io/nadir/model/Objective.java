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
        if (map.loss().requiresNonNegativeOutputs()) {
            requireNonNegative(map, regularizer);
        }
    }

    private static void requireNonNegative(FactorizationMap map, Regularizer regularizer) {
        if (!map.preservesSigns()) {
            throw new IllegalArgumentException(
                    "loss = "
                            + map.loss().name()
                            + ", allowed are matrices without offsets: the loss is defined for"
                            + " outputs that are not negative");
        }
        for (int k = 0; k < map.dimensions().size(); k++) {
            if (!isNonNegative(regularizer, k, map.dimensions().get(k))) {
                throw new IllegalArgumentException(
                        "regularizer = "
                                + regularizer.name()
                                + ", allowed for the loss "
                                + map.loss().name()
                                + " are those that keep all factors nonnegative, such as that of"
                                + " the model nmf (--model nmf, SquaredNorms.nonNegative())");
            }
        }
    }

    /** Whether block k must not be negative: by the form of its penalty, or by its gauge. */
    private static boolean isNonNegative(Regularizer regularizer, int k, int rows) {
        BlockPenalty form = regularizer.blockPenalty(k);
        if (form != null || !regularizer.hasGauges()) {
            return form != null && form.nonNegative();
        }
        double[] negative = new double[rows];
        negative[0] = -1;
        return regularizer.gauge(k).value(negative, 0, 1, rows) == Double.POSITIVE_INFINITY;
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
