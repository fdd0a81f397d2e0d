package io.nadir.certify.relaxation;

import io.nadir.array.Panel;

import java.util.Objects;

/**
 * A semidefinite relaxation of a maximum ρ = max { kᵀCk : k ∈ 𝒳 } over a set 𝒳 of vectors of norm
 * at most 1. A model states it by a linear map 𝒜 of symmetric matrices and a convex function h,
 * such that
 *
 * <p>⟨𝒜(kkᵀ), t⟩ + h(t) ≥ 0 for every k ∈ 𝒳 and every multiplier t.
 *
 * <p>Then every multiplier t gives the upper bound
 *
 * <p>ρ ≤ max(0, λ_max(C + 𝒜*(t))) + h(t),
 *
 * <p>and the smallest of these bounds is max { ⟨C, K⟩ : K ⪰ 0, tr K ≤ 1, ⟨𝒜(K), t⟩ + h(t) ≥ 0 for
 * all t }. Where h is the indicator of a cone, 0 in the cone and infinite elsewhere, the condition
 * says that 𝒜(kkᵀ) is in the dual cone: for factors without negative elements, 𝒜 is the identity
 * and the cone that of matrices without negative elements.
 *
 * <p>{@link RelaxationSearch} looks for the best multiplier. Its iterations call {@link #lift},
 * {@link #addAdjoint} and {@link #proximal} once each; these should not allocate. It brings C to a
 * scale near 1 by a power of two, so multipliers come in other units than those of {@link
 * #objective}. Matrices are n×n, or diagonal {@link #blocks} of it, row-major, and symmetric in
 * every bit. One thread at a time uses an instance.
 */
public interface Relaxation {
    /** Returns n, the order of C, at least 1. */
    int order();

    /**
     * Returns the orders of diagonal blocks, n in all, outside of which C and every 𝒜*(t) are 0.
     * By default one block, of order n. Two blocks of half the order make an iteration half as
     * costly.
     *
     * <p>Matrices are given as their blocks, one after another, each row-major: K, C and H have as
     * many elements as the blocks have together.
     */
    default int[] blocks() {
        return new int[] {order()};
    }

    /** Returns C, row-major and symmetric in every bit; not changed by the caller. */
    double[] objective();

    /**
     * Returns the length of a multiplier t; may be 0. By default the number of elements of K, as
     * for 𝒜(K) = K.
     */
    default int multiplierLength() {
        int length = 0;
        for (int order : blocks()) {
            length = Math.addExact(length, Math.multiplyExact(order, order));
        }
        return length;
    }

    /**
     * Computes y ← 𝒜(K). By default 𝒜(K) = K. A model with another map also overrides {@link
     * #multiplierLength}, {@link #addAdjoint} and {@link #norm}.
     *
     * @param k K
     * @param y of length {@link #multiplierLength}, overwritten
     */
    default void lift(double[] k, double[] y) {
        Objects.requireNonNull(k, "k");
        Objects.requireNonNull(y, "y");
        System.arraycopy(k, 0, y, 0, y.length);
    }

    /**
     * Computes y ← 𝒜(K) for K = Σ weights[i]·dᵢdᵢᵀ, which usually has a small rank. By default
     * from K; override it if the factors make it cheaper.
     *
     * @param k K
     * @param directions the dᵢ as columns, n×r, orthonormal
     * @param weights more than 0; of at least r elements, the first r of which count
     * @param y of length {@link #multiplierLength}, overwritten
     */
    default void lift(double[] k, Panel directions, double[] weights, double[] y) {
        Objects.requireNonNull(k, "k");
        Objects.requireNonNull(directions, "directions");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(y, "y");
        lift(k, y);
    }

    /**
     * Computes H ← H + 𝒜*(t), for the adjoint of {@link #lift}. By default H ← H + t.
     *
     * @param t of length {@link #multiplierLength}
     * @param h H, symmetric; stays symmetric in every bit
     */
    default void addAdjoint(double[] t, double[] h) {
        Objects.requireNonNull(t, "t");
        Objects.requireNonNull(h, "h");
        for (int i = 0; i < h.length; i++) {
            h[i] += t[i];
        }
    }

    /**
     * Returns an upper bound of ‖E‖₂, where E is what rounding in {@link #addAdjoint} adds to H +
     * 𝒜*(t). Proofs rest on it.
     *
     * <p>The default is right for maps that add elements of t, unchanged or times ½ or another
     * power of two, to elements of H, at most eight to each, so that the map of the magnitudes |t|
     * has a norm of at most {@link #norm} as well. A map that multiplies by other numbers or sums
     * products has to state its own. If only C + 𝒜*(t) ≥ C elementwise matters, as for a cone of
     * nonnegative matrices, there is no error: 0.
     *
     * @param t the multiplier
     * @param size an upper bound of ‖H‖_F before the call
     */
    default double adjointError(double[] t, double size) {
        Objects.requireNonNull(t, "t");
        return AdjointRounding.ofSums(8, norm(), t, size);
    }

    /**
     * Returns an upper bound, ideally a close one, of the norm of 𝒜: ‖𝒜(K)‖₂ ≤ norm·‖K‖_F. By
     * default 1.
     */
    default double norm() {
        return 1;
    }

    /**
     * Computes t ← argmin over t′ of step·h(t′) + ½‖t′ − t‖². For a cone this is the nearest
     * member, whatever the step, and the result must be a member in spite of rounding.
     *
     * @param step at least 0; with 0 the result is the nearest t with a finite h(t)
     */
    void proximal(double[] t, double step);

    /**
     * Returns h(t), rounded up, for a {@code t} that {@link #proximal} returned or a positive
     * multiple of one. h must be positively homogeneous. By default 0, as for cones.
     */
    default double cost(double[] t) {
        Objects.requireNonNull(t, "t");
        return 0;
    }

    /**
     * Returns about how many operations one call each of {@link #lift}, {@link #addAdjoint} and
     * {@link #proximal} take. By default 4(n² + length of t), or less for several blocks.
     */
    default double operations() {
        double elements = 0;
        for (int order : blocks()) {
            elements += (double) order * order;
        }
        return 4 * (elements + multiplierLength());
    }
}
