package io.nadir.certify.relaxation;

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
 * {@link #addAdjoint} and {@link #proximal} once each; these should not allocate. Matrices are n×n,
 * row-major, and symmetric in every bit. One thread at a time uses an instance.
 */
public interface Relaxation {
    /** Returns n, the order of C. */
    int order();

    /** Returns C, n×n, row-major and symmetric; not changed by the caller. */
    double[] objective();

    /** Returns the length of a multiplier t. */
    int multiplierLength();

    /**
     * Computes y ← 𝒜(K).
     *
     * @param k K, n×n
     * @param y of length {@link #multiplierLength}, overwritten
     */
    void lift(double[] k, double[] y);

    /**
     * Computes H ← H + 𝒜*(t), for the adjoint of {@link #lift}.
     *
     * @param t of length {@link #multiplierLength}
     * @param h H, n×n and symmetric; stays symmetric in every bit
     */
    void addAdjoint(double[] t, double[] h);

    /** Returns an upper bound, ideally a close one, of the norm of 𝒜: ‖𝒜(K)‖₂ ≤ norm·‖K‖_F. */
    double norm();

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
        return 0;
    }
}
