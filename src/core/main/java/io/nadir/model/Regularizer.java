package io.nadir.model;

import io.nadir.array.Panel;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A regularizer Θ(W) = Σ_i θ(W_i), where θ ≥ 0 is positively homogeneous and +∞ if a constraint is
 * violated.
 *
 * <p>As a function of block k alone, while the other blocks of column i are fixed, θ must have the
 * form price·h_k plus a constant, where h_k has an exact proximal map. The polar depends on the
 * gauges only, see {@link #gauge}.
 *
 * <p>Implementations are immutable and thread-safe. A new regularizer is one class; if it is a
 * product of gauges, use {@link io.nadir.regularizer.GaugeProduct} instead. The contract is checked
 * at a few columns when the regularizer is first used, see {@link RegularizerContract}.
 */
public interface Regularizer extends Penalty {
    /** Returns the factor of h_k in θ for column {@code column}, given the other blocks. */
    double price(Factors w, int k, int column);

    /**
     * Applies the proximal map of h_k: x ← argmin over y of ½‖y − x‖₂² + weight·h_k(y). The vector
     * is given as in {@link Gauge}.
     */
    void prox(int k, double weight, double[] x, int offset, int stride, int length);

    /**
     * Returns h_k as a {@link BlockPenalty} if it has that form, which enables faster methods and
     * proofs; null, the default, if not.
     */
    default @Nullable BlockPenalty blockPenalty(int k) {
        return null;
    }

    /**
     * Returns whether points can be certified. False only for {@link
     * io.nadir.regularizer.UncertifiedRegularizer}, which serves experiments.
     */
    default boolean isCertifiable() {
        return true;
    }

    /** Returns whether θ consists of one gauge for each block, so that {@link #gauge} applies. */
    default boolean hasGauges() {
        return true;
    }

    /**
     * Returns the gauge g_k of block k. For a map that is linear in each block, the product of all
     * g_k must be the smallest value of θ over all rescalings of the blocks of a column that leave
     * φ unchanged.
     *
     * @throws UnsupportedOperationException unless {@link #hasGauges}
     */
    Gauge gauge(int k);

    /**
     * Returns whether, for two blocks, the smallest value of θ over rescalings is ‖u‖₂·‖v‖₂. The
     * smallest Θ over all factorizations of X is then the nuclear norm of X.
     */
    default boolean isNuclear() {
        return hasGauges() && isCertifiable() && gauge(0).isEuclidean() && gauge(1).isEuclidean();
    }

    /**
     * Returns whether {@link #isNuclear} holds and θ(u, v) = ‖u‖₂·‖v‖₂ wherever ‖u‖₂ = ‖v‖₂.
     * Methods that leave columns with equal norms depend on it. The default evaluates θ(1, 1).
     */
    default boolean isNuclearAtEqualNorms() {
        double[] one = {1};
        return isNuclear() && Math.abs(value(Factors.copyOfPair(1, 1, 1, one, one), 0) - 1) < 1e-12;
    }

    /**
     * Returns whether θ = (1/p)·Σ_k g_k(w^k)^p, where the g_k are gauges and p is the {@link
     * #degree}.
     */
    default boolean isSumOfPowers() {
        return false;
    }

    /** Returns whether θ = ½·Σ_k ‖w^k‖₂² without constraints, a ridge penalty on each block. */
    default boolean isHalfSumOfSquares() {
        return false;
    }

    /**
     * Rescales the blocks of each column to similar sizes such that θ is as small as possible. φ
     * stays the same up to rounding.
     *
     * <p>The default does nothing. It is sufficient if θ = 1 for blocks of {@link #gauge} 1, which
     * is how columns are appended.
     */
    default void balance(Factors w) {
        Objects.requireNonNull(w, "w");
    }

    /**
     * Makes a proximal step: block k ← argmin over B of ½‖B − block k‖_F² + weight·Θ(W with block k
     * = B).
     */
    default void prox(Factors w, int k, double weight) {
        Objects.requireNonNull(w, "w");

        Panel block = w.block(k);
        for (int i = 0; i < w.rank(); i++) {
            double share = weight * price(w, k, i);
            prox(k, share, block.data(), i, block.stride(), block.rows());
        }
    }

    /** Returns whether θ is differentiable everywhere, so that {@link #addGradient} applies. */
    default boolean isSmooth() {
        return false;
    }

    /**
     * Computes gradient ← gradient + weight·∇Θ(W).
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
