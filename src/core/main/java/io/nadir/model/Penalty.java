package io.nadir.model;

import java.util.Objects;

/**
 * Θ(W) = Σ_i θ(W_i), θ ≥ 0 positively homogeneous; +∞ where a constraint is violated. To minimize
 * with it takes a {@link Regularizer}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Penalty {
    /** Name in reports, as the command line takes it. */
    String name();

    /** Degree p of homogeneity, θ(αw) = α^p θ(w) for α ≥ 0. */
    int degree();

    /** θ(W_i), the value of column {@code column}. */
    double value(Factors w, int column);

    /** Θ(W). */
    default double value(Factors w) {
        Objects.requireNonNull(w, "w");

        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += value(w, i);
        }
        return sum;
    }
}
