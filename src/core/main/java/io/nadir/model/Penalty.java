package io.nadir.model;

import java.util.Objects;

/**
 * A penalty Θ(W) = Σ_i θ(W_i) that can be evaluated, where θ ≥ 0 is positively homogeneous and +∞
 * if a constraint is violated. To minimize with it, implement {@link Regularizer}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Penalty {
    /** Returns the name for reports, which is also the name on the command line. */
    String name();

    /** Returns the degree p of positive homogeneity, θ(αw) = α^p·θ(w) for α ≥ 0. */
    int degree();

    /** Returns θ(W_i) for column i = {@code column}. */
    double value(Factors w, int column);

    /** Returns Θ(W). */
    default double value(Factors w) {
        Objects.requireNonNull(w, "w");

        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += value(w, i);
        }
        return sum;
    }
}
