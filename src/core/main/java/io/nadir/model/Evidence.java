package io.nadir.model;

/** How the upper bound of the polar, and with it the gap, is known. */
public enum Evidence {
    /**
     * A mathematical bound that allows for every rounding error made in computing it. Available for
     * matrices whose gauges are weighted sums of the Euclidean norm and the 1-norm, with or without
     * sign constraints, and for two-layer networks, provided that the loss is a sum over entries
     * with a finite {@link io.nadir.loss.Loss#errorConstant}; also for full tensors under the
     * squared loss.
     */
    PROVED,
    /**
     * A bound that fails with a probability of at most δ. The probability refers to the random
     * starts of the certificate, which are drawn from the seed, a hash of the data and a hash of
     * the point. The starts are the same for the same input, and as good as independent of it
     * unless someone constructs data or a point by searching these hashes. Rounding errors are
     * counted in the worst case, with what is said there of losses; one without a constant is taken
     * to err by 16 units at most.
     */
    PROBABLE,
    /**
     * No useful upper bound, because the polar is too hard to solve. All that supports the point is
     * that a search found nothing above the lower bound. The stated upper bound is valid in the
     * sense of PROBABLE.
     */
    UNREFUTED
}
