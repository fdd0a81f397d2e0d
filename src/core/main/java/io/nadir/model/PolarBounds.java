package io.nadir.model;

import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Bounds of the polar Ω°(Z) = max { ⟨Z, φ(w)⟩ : θ(w) ≤ 1 } at Z = −∇ℓ(Y, X)/λ, with lower ≤ Ω°(Z) ≤
 * upper (Haeffele &amp; Vidal 2017, equation 26). An immutable value. A first-order point is a
 * global minimum if and only if Ω°(Z) ≤ 1.
 *
 * @param lower the lower bound, finite: the value that the witness attains, less a bound of its
 *     rounding error
 * @param upper the upper bound, valid as the evidence says; infinite if none is known
 * @param evidence how {@code upper} is known
 * @param delta the probability with which {@code upper} fails; 0 if it is PROVED
 * @param witness for each block a vector of gauge 1 (a unit vector for the Euclidean norm), which
 *     together attain {@code lower}; for deep networks, and if θ is not made of a gauge for each
 *     block, a column with θ = 1. Null if {@code lower} is 0. Not copied
 */
public record PolarBounds(
        double lower,
        double upper,
        Evidence evidence,
        double delta,
        @Nullable List<double[]> witness) {
    /**
     * Validates the bounds.
     *
     * @throws IllegalArgumentException unless 0 ≤ lower ≤ upper, lower is finite, and delta is
     *     between 0 and 1
     */
    public PolarBounds {
        Objects.requireNonNull(evidence, "evidence");

        if (!(lower >= 0 && lower <= upper && lower < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    String.format(
                            "bounds of the polar = %s to %s, allowed are a finite number"
                                    + " of at least 0, and one that is not smaller",
                            lower, upper));
        }
        if (!(delta >= 0 && delta <= 1)) {
            throw new IllegalArgumentException("delta = " + delta + ", allowed are 0 to 1");
        }
    }

    /**
     * Returns PROBABLE bounds.
     *
     * @param attained ⟨Z, φ⟩ of the witness as computed
     * @param error a bound of its rounding error, which is subtracted
     * @param upper the upper bound; if it has failed it may be below the lower one, which is then
     *     used instead
     * @param delta the probability with which {@code upper} fails
     * @param witness the vectors of the witness
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

    /**
     * Returns these bounds with an upper bound that has been proved. The lower bound is reduced to
     * it if necessary.
     */
    public PolarBounds proved(double bound) {
        return new PolarBounds(Math.min(lower, bound), bound, Evidence.PROVED, 0, witness);
    }

    /**
     * Returns these bounds with evidence UNREFUTED, because the upper bound is too large to be
     * useful.
     */
    public PolarBounds unrefuted() {
        return new PolarBounds(lower, upper, Evidence.UNREFUTED, delta, witness);
    }

    /** Returns these bounds with another probability of failure. */
    public PolarBounds withDelta(double probability) {
        return new PolarBounds(lower, upper, evidence, probability, witness);
    }

    /** Returns the bounds without the elements of the witness. */
    @Override
    public String toString() {
        return String.format(
                "PolarBounds[lower=%s, upper=%s, evidence=%s, delta=%s]",
                lower, upper, evidence, delta);
    }
}
