package io.nadir.certify;

/** How the upper bound of the polar is known. */
public enum Evidence {
    /**
     * A mathematical bound that includes every rounding error made in computing it. To be had for
     * matrices under sums of Euclidean and 1-norms, with signs or without, and for two-layer
     * networks, where the loss is one of single entries that has an {@link
     * io.nadir.model.Loss#errorConstant}; for full tensors under the squared loss.
     */
    PROVED,
    /** Fails with at most the stated probability over the certificate's own random start. */
    PROBABLE,
    /**
     * No upper bound of use, the polar being a hard one: all that speaks for the point is that
     * nothing above the lower bound was found. The upper bound there is holds as a PROBABLE one
     * does.
     */
    UNREFUTED
}
