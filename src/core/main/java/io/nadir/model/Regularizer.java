package io.nadir.model;

import io.nadir.array.Panel;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Θ(W) = Σ_i θ(W_i), θ ≥ 0 positively homogeneous; +∞ where a constraint is violated.
 *
 * <p>As a function of block k alone, the others of column i fixed, θ is price·h_k plus a constant,
 * with a function h_k that has an exact proximal map. The polar depends on the gauges alone.
 *
 * <p>Implementations are immutable and thread-safe. A new regularizer is one new class; {@link
 * RegularizerContract} tests each before it is used.
 */
public interface Regularizer extends Penalty {
    /** The price of h_k in column {@code column}: what θ multiplies it with, given the others. */
    double price(Factors w, int k, int column);

    /** x ← argmin over y of ½‖y − x‖² + weight·h_k(y), for a vector as {@link Gauge} has them. */
    void prox(int k, double weight, double[] x, int offset, int stride, int length);

    /**
     * The form of h_k, for methods and bounds that need more of it than its proximal map; null, the
     * default, if it is none of those that {@link BlockPenalty} can say.
     */
    default @Nullable BlockPenalty blockPenalty(int k) {
        return null;
    }

    /**
     * Whether points may be certified: false for what is there for experiments only, with a map of
     * another degree.
     */
    default boolean isCertifiable() {
        return true;
    }

    /** Whether θ is made of one gauge for each block, so that {@link #gauge} applies. */
    default boolean hasGauges() {
        return true;
    }

    /**
     * Gauge g_k of block k, such that the least value of θ over all rescalings of a column's blocks
     * that leave φ as it is, is the product of all g_k, for a map of degree 1 in each block.
     *
     * @throws UnsupportedOperationException unless {@link #hasGauges}
     */
    Gauge gauge(int k);

    /**
     * Whether the least value of θ over rescalings of two blocks is ‖u‖₂‖v‖₂, so that Θ is the
     * nuclear norm of U·Vᵀ where columns are not yet chosen.
     */
    default boolean isNuclear() {
        return hasGauges() && isCertifiable() && gauge(0).isEuclidean() && gauge(1).isEuclidean();
    }

    /**
     * Whether, beside {@link #isNuclear}, θ(u, v) = ‖u‖₂‖v‖₂ wherever ‖u‖₂ = ‖v‖₂: methods that
     * leave columns with equal norms ask for it. By default it is told from θ(1, 1).
     */
    default boolean isNuclearAtEqualNorms() {
        double[] one = {1};
        return isNuclear() && Math.abs(value(Factors.copyOfPair(1, 1, 1, one, one), 0) - 1) < 1e-12;
    }

    /** Whether θ = (1/p)·Σ_k g_k(w^k)^p with gauges g_k, p the {@link #degree}. */
    default boolean isSumOfPowers() {
        return false;
    }

    /** Whether θ = ½Σ_k‖w^k‖₂², with no constraint: a ridge penalty in each block. */
    default boolean isHalfSumOfSquares() {
        return false;
    }

    /**
     * Rescales the blocks of each column so that θ is least, or stays where it cannot fall, and the
     * blocks are of like size; φ stays as it is, to rounding.
     *
     * <p>The default leaves columns as they are. It will do where blocks of {@link #gauge} 1 have θ
     * = 1, as columns are appended so, and descent leads to the least value from there.
     */
    default void balance(Factors w) {
        Objects.requireNonNull(w, "w");
    }

    /**
     * Proximal step: block k ← argmin over B of ½‖B − block k‖_F² + weight·Θ(W with block k = B).
     */
    default void prox(Factors w, int k, double weight) {
        Objects.requireNonNull(w, "w");

        Panel block = w.block(k);
        for (int i = 0; i < w.rank(); i++) {
            double share = weight * price(w, k, i);
            prox(k, share, block.data(), i, block.stride(), block.rows());
        }
    }

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
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        throw new UnsupportedOperationException("not smooth: " + name());
    }

    /**
     * Throws unless Θ(W) is finite.
     *
     * @throws IllegalArgumentException naming the first column that violates a constraint
     */
    default void requireFeasible(Factors w) {
        Objects.requireNonNull(w, "w");

        for (int k = 0; k < w.order(); k++) {
            Panel block = w.block(k);
            for (int i = 0; i < w.rank(); i++) {
                double size = gauge(k).value(block.data(), i, block.stride(), block.rows());
                if (!(size < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "column %d of factor %d has the value %s of %s, allowed are"
                                            + " finite values: it violates the constraints of %s",
                                    i, k, size, gauge(k).name(), name()));
                }
            }
        }
    }
}
