package io.nadir.certify;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Bounds of the polar, lower ≤ Ω°(Z) ≤ upper, Z = −∇ℓ/λ (Haeffele &amp; Vidal 2017, eq. 26).
 *
 * @param lower attained by the witness, up to rounding
 * @param upper as the evidence says; infinite if none is known
 * @param evidence how {@code upper} is known
 * @param delta the probability with which {@code upper} fails, 0 where it is PROVED
 * @param witness vectors of gauge 1, unit vectors for Euclidean norms, one for each block, that
 *     attain {@code lower}; for deep networks weights with θ = 1. Null if lower is 0
 */
public record PolarBounds(
        double lower,
        double upper,
        Evidence evidence,
        double delta,
        @Nullable List<double[]> witness) {
    /** Refuses null. */
    public PolarBounds {
        Objects.requireNonNull(evidence, "evidence");
    }

    /** These bounds with an upper one that has been proved. */
    PolarBounds proved(double bound) {
        return new PolarBounds(lower, bound, Evidence.PROVED, 0, witness);
    }

    /** These bounds, of which the upper one is too loose to say anything. */
    PolarBounds unrefuted() {
        return new PolarBounds(lower, upper, Evidence.UNREFUTED, delta, witness);
    }

    /** These bounds with another probability of failure. */
    PolarBounds withDelta(double probability) {
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
