package io.nadir.certify;

/**
 * What is known of a point W = (W¹ … W^K) with f(W) = ℓ(Y, Φ(W)) + λΘ(W).
 *
 * <p>The gap is an upper bound on f(W) − f*; under PROBABLE it fails with probability at most
 * {@code polar().delta()}. It errs on the large side only. The equilibrium residuals are estimates
 * and may err either way; no verdict rests on them alone.
 *
 * @param verdict GLOBAL if the relative gap is within the tolerance asked for
 * @param polar bounds of the polar, with the witness of the lower one
 * @param objective f(W); an upper bound on it where a solve was ended after an append and before
 *     the next step
 * @param lowerBound a lower bound on f*, at most f(W), at least 0 for losses that are at least 0
 * @param gap upper bound on f(W) − f*
 * @param relativeGap gap / f(W); 0 if both are 0, infinite if f(W) alone is, by underflow
 * @param equilibrium |⟨Z, X⟩ − Θ| / Θ, 0 where Θ = 0 (Vidal, Zhu &amp; Haeffele, Corollary 1.6 i)
 * @param columnEquilibrium largest |⟨Z, φ(W_i)⟩ − θ(W_i)| / θ(W_i) over the columns
 * @param work what it took
 */
public record Certificate(
        Verdict verdict,
        PolarBounds polar,
        double objective,
        double lowerBound,
        double gap,
        double relativeGap,
        double equilibrium,
        double columnEquilibrium,
        Work work) {

    /**
     * The certificate of a point of which only the objective and a lower bound from elsewhere are
     * known: UNDECIDED, with the gap that follows from these two.
     */
    public static Certificate unknown(double objective, double lowerBound) {
        PolarBounds nothing =
                new PolarBounds(0, Double.POSITIVE_INFINITY, Evidence.UNREFUTED, 0, null);
        double gap = Math.max(0, objective - lowerBound);
        return new Certificate(
                Verdict.UNDECIDED,
                nothing,
                objective,
                lowerBound,
                gap,
                relativeToObjective(gap, objective),
                0,
                0,
                new Work(0, 0, 0, 0));
    }

    /** This certificate with a larger δ, where it is one of several that may each fail. */
    public Certificate withDelta(double delta) {
        return new Certificate(
                verdict,
                polar.withDelta(delta),
                objective,
                lowerBound,
                gap,
                relativeGap,
                equilibrium,
                columnEquilibrium,
                work);
    }

    /** This certificate with a larger lower bound on f*, known from another point. */
    public Certificate withLowerBound(double bound) {
        double better = Math.max(lowerBound, bound);
        double smaller = Math.min(gap, Math.max(0, objective - better));
        return new Certificate(
                verdict,
                polar,
                objective,
                better,
                smaller,
                relativeToObjective(smaller, objective),
                equilibrium,
                columnEquilibrium,
                work);
    }

    /** gap / f(W); 0 if both are 0, and 1 if f(W) is unknown, since f(W) − f* ≤ f(W). */
    static double relativeToObjective(double gap, double objective) {
        if (objective == Double.POSITIVE_INFINITY) {
            return 1;
        }
        return gap <= 0 ? 0 : gap / objective;
    }

    /** Whether the verdict is GLOBAL. */
    public boolean isGlobal() {
        return verdict == Verdict.GLOBAL;
    }

    /**
     * What a certificate took.
     *
     * @param passes reads of the whole data
     * @param krylovSteps block steps of the Krylov iteration
     * @param factorizations Cholesky factorizations
     * @param seconds wall-clock time
     */
    public record Work(int passes, int krylovSteps, int factorizations, double seconds) {}
}
