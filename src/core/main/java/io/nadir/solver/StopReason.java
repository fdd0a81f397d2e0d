package io.nadir.solver;

/** Why a solve ended. */
public enum StopReason {
    /** The certificate holds to the gap and with the evidence asked for. */
    CERTIFIED,
    /** Another column would exceed the largest rank allowed. */
    MAX_RANK,
    /** The time limit passed. */
    TIME_LIMIT,
    /** The listener asked to stop. */
    CANCELLED,
    /** The thread was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** A certificate took more memory than there is; the point has the bounds found until then. */
    OUT_OF_MEMORY,
    /**
     * A first-order point, to rounding at least, that the bounds of a hard polar neither confirm
     * nor refute: their distance alone is more than the gap asked for. So is every point under an
     * {@link io.nadir.regularizer.UncertifiedRegularizer}, whose polar has no bounds.
     */
    UNDECIDED,
    /**
     * What is left to lower the objective by, to first order, is below its rounding errors, so that
     * no step shows whether it leads further. A smaller gap than this is not to be had by descent
     * in float64.
     */
    ROUNDING,
    /** As many certificates were made as a solve may have, 1000. */
    ATTEMPT_LIMIT,
    /**
     * No step of descent and no other sizes of the columns lower the objective although it could be
     * lowered by more than rounding explains: another method of descent or another start may do
     * better.
     */
    STALLED
}
