package io.nadir.model;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Bounds of the polar, lower ≤ Ω°(Z) ≤ upper, Z = −∇ℓ/λ (Haeffele &amp; Vidal 2017, eq. 26).
 *
 * @param lower attained by the witness, less what rounding can have added to it; finite
 * @param upper as the evidence says; infinite if none is known
 * @param evidence how {@code upper} is known
 * @param delta the probability with which {@code upper} fails, 0 where it is PROVED
 * @param witness vectors of gauge 1, unit vectors for Euclidean norms, one for each block, that
 *     attain {@code lower}; where θ is not made of a gauge for each block, and for deep networks, a
 *     column with θ = 1. Null if lower is 0
 */
public record PolarBounds(
        double lower,
        double upper,
        Evidence evidence,
        double delta,
        @Nullable List<double[]> witness) {
    /**
     * Checks that these are bounds.
     *
     * @throws IllegalArgumentException unless 0 ≤ lower ≤ upper, lower is finite, and delta is
     *     between 0 and 1
     */
    public PolarBounds {
        Objects.requireNonNull(evidence, "evidence");

        if (!(lower >= 0 && lower <= upper && lower < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "bounds of the polar = "
                            + lower
                            + " to "
                            + upper
                            + ", allowed are a finite number of at least 0, and one that is not"
                            + " smaller");
        }
        if (!(delta >= 0 && delta <= 1)) {
            throw new IllegalArgumentException("delta = " + delta + ", allowed are 0 to 1");
        }
    }

    /**
     * PROBABLE bounds.
     *
     * @param attained ⟨Z, φ⟩ of the witness as computed
     * @param error bound on its rounding error, which the lower bound is less by
     * @param upper an upper bound, which may be below the lower one where it has failed
     * @param delta probability of that
     */
    public static PolarBounds probable(
            double attained,
            double error,
            double upper,
            double delta,
            @Nullable List<double[]> witness) {
        double lower = Math.max(0, Rounding.down(attained - error));
        return new PolarBounds(
                lower,
                Math.max(lower, upper),
                Evidence.PROBABLE,
                delta,
                lower > 0 ? witness : null);
    }

    /** These bounds with an upper one that has been proved, and so limits the lower one. */
    public PolarBounds proved(double bound) {
        return new PolarBounds(Math.min(lower, bound), bound, Evidence.PROVED, 0, witness);
    }

    /** These bounds, of which the upper one is too loose to say anything. */
    public PolarBounds unrefuted() {
        return new PolarBounds(lower, upper, Evidence.UNREFUTED, delta, witness);
    }

    /** These bounds with another probability of failure. */
    public PolarBounds withDelta(double probability) {
        return new PolarBounds(lower, upper, evidence, probability, witness);
    }

    /** Without the elements of the witness. */
    @Override
    public String toString() {
        return String.format(
                "PolarBounds[lower=%s, upper=%s, evidence=%s, delta=%s]",
                lower, upper, evidence, delta);
    }
}
