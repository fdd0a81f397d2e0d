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
    /** A first-order point that the bounds of a hard polar neither confirm nor refute. */
    UNDECIDED,
    /** Neither descent nor append lowers the objective any more: rounding is the limit. */
    STALLED
}
