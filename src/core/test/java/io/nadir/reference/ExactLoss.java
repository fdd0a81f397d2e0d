package io.nadir.reference;

import io.nadir.loss.ConvexLoss;

import java.math.BigDecimal;

/** A loss to 60 digits. */
interface ExactLoss {
    /** The loss as the solver gets it. */
    ConvexLoss loss();

    /**
     * ℓ(Y, X).
     *
     * @param weights of the entries, 0 where a datum is missing; 1 each where a loss has none
     */
    BigDecimal value(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights);

    /** ∇ℓ(Y, X). */
    BigDecimal[] gradient(BigDecimal[] y, BigDecimal[] x, BigDecimal[] weights);
}
