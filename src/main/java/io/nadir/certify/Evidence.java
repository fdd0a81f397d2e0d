package io.nadir.certify;

/** How the upper bound of the polar is known. */
public enum Evidence {
    /** A mathematical bound that includes every rounding error made in computing it. */
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
