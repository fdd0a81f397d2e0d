package io.nadir.certify;

import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;

import java.util.Objects;

/**
 * What is known of a point W = (W¹ … W^K) with f(W) = ℓ(Y, Φ(W)) + λΘ(W).
 *
 * <p>The gap is an upper bound on f(W) − f*; under PROBABLE it fails with probability at most
 * {@code polar().delta()}. It errs on the large side only. The equilibrium residuals are estimates
 * and may err either way; no verdict rests on them alone.
 *
 * @param verdict GLOBAL if the relative gap is within the tolerance asked for
 * @param polar bounds of the polar, with the witness of the lower one
 * @param objective f(W) as computed, to which the gap adds its rounding error; an upper bound that
 *     includes it where the bound of the polar is PROVED; where a solve was ended between two
 *     certificates as the descent has it, with an error of up to 1e-12 of ℓ(Y, 0), and an upper
 *     bound but for that error after an append; infinite where it was ended before the start was
 *     evaluated
 * @param lowerBound a lower bound on f*, at most f(W), at least 0 for losses that are at least 0
 * @param gap upper bound on f(W) − f*, rounding errors in f(W) included; finite where f(W) is
 * @param relativeGap gap / f(W) rounded up, and at most 1, since f* ≥ 0; 0 if the gap is 0
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
     * Checks that the numbers can be those of a certificate, so that a defect, of this library or
     * of a loss of the user's, is not taken for a result.
     *
     * @throws IllegalArgumentException naming the number and what is allowed
     */
    public Certificate {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(polar, "polar");
        Objects.requireNonNull(work, "work");

        require("objective", objective, Double.POSITIVE_INFINITY);
        require("lowerBound", lowerBound, Math.min(objective, Double.MAX_VALUE));
        boolean known = objective < Double.POSITIVE_INFINITY;
        require("gap", gap, known ? Double.MAX_VALUE : Double.POSITIVE_INFINITY);
        require("relativeGap", relativeGap, 1);
        require("equilibrium", equilibrium, Double.MAX_VALUE);
        require("columnEquilibrium", columnEquilibrium, Double.MAX_VALUE);
        if (!known && verdict != Verdict.UNDECIDED) {
            throw new IllegalArgumentException(
                    "verdict = " + verdict + ", allowed for an unknown objective is UNDECIDED");
        }
    }

    private static void require(String name, double value, double largest) {
        if (!(value >= 0 && value <= largest)) {
            throw new IllegalArgumentException(
                    name + " = " + value + ", allowed are 0 to " + largest);
        }
    }

    /**
     * The certificate of a point of which only the objective and a lower bound from elsewhere are
     * known: UNDECIDED, with the gap that follows from these two.
     *
     * @param objective f(W) as computed; infinite if nothing is known of it
     * @param error bound on its rounding error, finite and at least 0
     * @param lowerBound a lower bound on f*, finite
     */
    public static Certificate unknown(double objective, double error, double lowerBound) {
        PolarBounds nothing =
                new PolarBounds(0, Double.POSITIVE_INFINITY, Evidence.UNREFUTED, 0, null);
        double gap = gapUp(Rounding.plusUp(objective, error), Math.min(objective, lowerBound));
        return new Certificate(
                Verdict.UNDECIDED,
                nothing,
                objective,
                Math.min(objective, lowerBound),
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

    /**
     * This certificate with a larger lower bound on f*, known from another point.
     *
     * @param error bound on the rounding error of {@link #objective}, finite and at least 0
     */
    public Certificate withLowerBound(double bound, double error) {
        double better = Math.min(objective, Math.max(lowerBound, bound));
        double smaller = Math.min(gap, gapUp(Rounding.plusUp(objective, error), better));
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

    /**
     * gap / f(W) rounded up, and at most 1, since f(W) − f* ≤ f(W); 0 if the gap is, whatever f(W)
     * is.
     */
    static double relativeToObjective(double gap, double objective) {
        if (gap <= 0 || objective == Double.POSITIVE_INFINITY) {
            return gap <= 0 ? 0 : 1;
        }
        double quotient = gap / objective;
        boolean below = Math.fma(quotient, objective, -gap) < 0;
        return Math.min(1, below ? Math.nextUp(quotient) : quotient);
    }

    /** objective − lowerBound, rounded up. */
    private static double gapUp(double objective, double lowerBound) {
        return Rounding.plusUp(objective, -lowerBound);
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
