package io.nadir.cli.report;

import io.nadir.certify.Certificate;

/**
 * Bounds of the least λ at which the solution is zero: λ Ω°(−∇ℓ(0)/λ), from a certificate of rank
 * 0.
 *
 * @param lower bound
 * @param upper bound, with the evidence of the certificate; infinite if none is known
 */
public record LambdaMax(double lower, double upper) {
    /** Returns the bounds that follow from the certificate of rank 0 for some λ. */
    public static LambdaMax of(Certificate zero, double lambda) {
        return new LambdaMax(lambda * zero.polar().lower(), lambda * zero.polar().upper());
    }
}
