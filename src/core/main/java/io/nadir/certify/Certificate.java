package io.nadir.certify;

import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.PolarBounds;

import java.util.Objects;

/**
 * What has been established about a point W = (W¹ … W^K) of the objective f(W) = ℓ(Y, Φ(W)) +
 * λΘ(W): bounds of its distance from the global minimum f*, and a verdict.
 *
 * {@snippet file="embedder/Examples.java" region="certificate"}
 *
 * <p>The gap is an upper bound of f(W) − f*, rounding errors included. If the evidence is PROBABLE,
 * it is wrong with a probability of at most {@code polar().delta()}. It may be too large, but not
 * too small. The two equilibrium residuals are estimates that may be off either way; no verdict
 * rests on them alone.
 *
 * <p>An immutable value. Z denotes −∇ℓ(Y, X)/λ at the output X = Φ(W).
 *
 * @param verdict GLOBAL if the relative gap is within the requested tolerance
 * @param polar bounds of the polar Ω°(Z); the lower bound comes with a witness
 * @param objective f(W) as computed; the gap allows for its rounding error. If a solve was ended
 *     between two certificates, this is the value that descent has kept up to date: its error is up
 *     to 1e-12·ℓ(Y, 0), and after an append it may also be larger than f(W). Infinite if the solve
 *     ended before the starting point was evaluated
 * @param lowerBound a lower bound of f*, between 0 and f(W)
 * @param gap an upper bound of f(W) − f*, rounding errors in f(W) included; finite if f(W) is
 * @param relativeGap gap / f(W), rounded up, and at most 1 because f* ≥ 0; 0 if the gap is 0
 * @param equilibrium |⟨Z, X⟩ − Θ| / Θ, which is 0 at a first-order point; 0 if Θ = 0 (Vidal, Zhu
 *     &amp; Haeffele, corollary 1.6 i); infinite if it was not measured, see {@link #unknown}
 * @param columnEquilibrium the largest |⟨Z, φ(W_i)⟩ − θ(W_i)| / θ(W_i) of all columns i; infinite
 *     if it was not measured
 * @param sufficient the upper bound of the polar at which the gap would be as requested; 0 if there
 *     is none, because the point is not close enough to a first-order point
 * @param tightenable whether a relaxation of the polar is known that may bring {@code
 *     polar().upper()} down if it takes more work, see {@link io.nadir.model.Effort}: no relaxation
 *     has been tried, or it has spent all its work
 * @param work the work that the certificate took
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
        double sufficient,
        boolean tightenable,
        Work work) {
    /**
     * Checks that the numbers are possible, so that a defect of this library, or of a loss that a
     * user has written, is not mistaken for a result.
     *
     * @throws IllegalArgumentException naming the number and the allowed range
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
        require("equilibrium", equilibrium, Double.POSITIVE_INFINITY);
        require("columnEquilibrium", columnEquilibrium, Double.POSITIVE_INFINITY);
        require("sufficient", sufficient, Double.POSITIVE_INFINITY);
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
     * Returns the certificate of a point about which only the objective and a lower bound from
     * another point are known. Its verdict is UNDECIDED, its gap follows from the two numbers, and
     * no equilibrium is measured.
     *
     * @param objective f(W) as computed; infinite if it is unknown
     * @param error a bound of the rounding error of {@code objective}, finite and at least 0
     * @param lowerBound a lower bound of f*, finite
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
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                0,
                false,
                new Work(0, 0, 0, 0));
    }

    /** Returns whether the equilibrium residuals were measured. */
    public boolean hasEquilibrium() {
        return equilibrium < Double.POSITIVE_INFINITY;
    }

    /**
     * Returns this certificate with a larger δ, for a certificate that is one of several each of
     * which may fail.
     */
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
                sufficient,
                tightenable,
                work);
    }

    /**
     * Returns this certificate with a lower bound of f* that is known from another point, if that
     * is better than its own.
     *
     * @param bound a lower bound of f*
     * @param error a bound of the rounding error of {@link #objective}, finite and at least 0
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
                sufficient,
                tightenable,
                work);
    }

    /**
     * Returns gap / f(W), rounded up, and at most 1 because f(W) − f* ≤ f(W); 0 if the gap is 0,
     * whatever f(W) is.
     */
    public static double relativeToObjective(double gap, double objective) {
        if (gap <= 0 || objective == Double.POSITIVE_INFINITY) {
            return gap <= 0 ? 0 : 1;
        }
        double quotient = gap / objective;
        boolean below = Math.fma(quotient, objective, -gap) < 0;
        return Math.min(1, below ? Math.nextUp(quotient) : quotient);
    }

    /** Returns objective − lowerBound, rounded up. */
    private static double gapUp(double objective, double lowerBound) {
        return Rounding.plusUp(objective, -lowerBound);
    }

    /** Returns whether the verdict is GLOBAL. */
    public boolean isGlobal() {
        return verdict == Verdict.GLOBAL;
    }

    /**
     * The work that a certificate took.
     *
     * @param passes the number of passes over the data
     * @param krylovSteps the number of block steps of the Krylov iteration
     * @param factorizations the number of Cholesky factorizations
     * @param seconds the wall-clock time in seconds
     */
    public record Work(int passes, int krylovSteps, int factorizations, double seconds) {}

    /** The verdict of a certificate on a point. */
    public enum Verdict {
        /**
         * The point is a global minimum up to the requested tolerance. The gap, computed with an
         * upper bound of the polar, is within it.
         */
        GLOBAL,
        /**
         * The point is not a global minimum. The polar exceeds 1, and a witness shows it: appending
         * the witness as a new column lowers the objective.
         */
        NOT_GLOBAL,
        /** The bounds decide neither way. The gap is valid nevertheless. */
        UNDECIDED
    }
}
