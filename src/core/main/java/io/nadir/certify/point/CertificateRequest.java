package io.nadir.certify.point;

import io.nadir.check.Checks;
import io.nadir.model.Evidence;

import java.util.Objects;

/**
 * What a certificate is asked to establish. An immutable value.
 *
 * @param relativeGap the tolerance ε of f(W) − f* ≤ ε·f(W), positive
 * @param evidence PROBABLE or PROVED
 * @param delta the probability with which a PROBABLE bound may fail, between 0 and 1. It refers to
 *     the random starts, which are drawn from {@code seed} and hashes of the data and of the point,
 *     and holds for data and points that were not constructed to suit these very starts
 * @param seed the seed of the random starts
 */
public record CertificateRequest(double relativeGap, Evidence evidence, double delta, long seed) {
    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public CertificateRequest {
        Objects.requireNonNull(evidence, "evidence");

        Checks.positiveFinite("relativeGap", relativeGap);
        Checks.fraction("delta", delta);
        if (evidence == Evidence.UNREFUTED) {
            throw new IllegalArgumentException(
                    "evidence = UNREFUTED, allowed are PROBABLE and PROVED");
        }
    }
}
