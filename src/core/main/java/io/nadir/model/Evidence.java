package io.nadir.model;

/** How the upper bound of the polar is known. */
public enum Evidence {
    /**
     * A mathematical bound that includes every rounding error made in computing it. To be had for
     * matrices under sums of Euclidean and 1-norms, with signs or without, and for two-layer
     * networks, where the loss is one of single entries that has an {@link
     * io.nadir.loss.Loss#errorConstant}; for full tensors under the squared loss.
     */
    PROVED,
    /**
     * Fails with at most the stated probability δ. It is over the certificate's own random starts,
     * which are drawn from the seed, a hash of the data and a hash of the point: the same for the
     * same input, and as good as independent of it, unless data or point were made by searching
     * those hashes. What rounding does is bounded by probabilistic bounds too.
     */
    PROBABLE,
    /**
     * No upper bound of use, the polar being a hard one: all that speaks for the point is that
     * nothing above the lower bound was found. The upper bound there is holds as a PROBABLE one
     * does.
     */
    UNREFUTED
}
