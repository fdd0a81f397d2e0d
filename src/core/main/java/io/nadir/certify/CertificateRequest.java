package io.nadir.certify;

import io.nadir.array.Checks;
import io.nadir.model.Evidence;

import java.util.Objects;

/**
 * What a certificate is to establish.
 *
 * @param relativeGap f(W) − f* ≤ relativeGap · f(W); more than 0
 * @param evidence PROBABLE or PROVED
 * @param delta probability with which a PROBABLE bound may fail, between 0 and 1: over the random
 *     starts drawn from {@code seed}, a hash of the data and a hash of the point together, for data
 *     and points that were not chosen with the starts they lead to in view
 * @param seed of the random starts
 */
public record CertificateRequest(double relativeGap, Evidence evidence, double delta, long seed) {
    /**
     * Checks every value.
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
