package io.nadir.model;

/**
 * Θ(W) = Σ_i θ(W_i), θ ≥ 0 positively homogeneous.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Regularizer {
    /** Name in reports, as the command line takes it. */
    String name();

    /** Degree p of homogeneity, θ(αw) = α^p θ(w) for α ≥ 0. */
    int degree();

    /** θ(W_i), the value of column {@code column}. */
    double value(Factors w, int column);

    /**
     * Proximal step: block k ← argmin over B of ½‖B − block k‖_F² + weight·Θ(W with block k = B).
     */
    void prox(Factors w, int k, double weight);

    /** Whether θ is differentiable everywhere, so that {@link #addGradient} applies. */
    default boolean isSmooth() {
        return false;
    }

    /**
     * gradient ← gradient + weight·∇Θ(W).
     *
     * @throws UnsupportedOperationException unless {@link #isSmooth}
     */
    default void addGradient(Factors w, double weight, Factors gradient) {
        throw new UnsupportedOperationException("not smooth: " + name());
    }

    /** Θ(W). */
    default double value(Factors w) {
        double sum = 0;
        for (int i = 0; i < w.rank(); i++) {
            sum += value(w, i);
        }
        return sum;
    }
}
