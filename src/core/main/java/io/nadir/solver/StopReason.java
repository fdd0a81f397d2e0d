package io.nadir.solver;

/**
 * The reason why a solve ended. Only {@link #CERTIFIED} means that the requested certificate was
 * obtained; in all other cases the solution has the best point found and a valid, larger gap.
 */
public enum StopReason {
    /** The certificate has the requested gap and evidence. */
    CERTIFIED,
    /** Another column was needed, but the rank has reached {@link SolverOptions#maxRank}. */
    MAX_RANK,
    /** The time limit has passed. */
    TIME_LIMIT,
    /** A listener returned false. */
    CANCELLED,
    /** The thread was interrupted; its interrupt flag is set. */
    INTERRUPTED,
    /** A certificate ran out of memory; the solution has the bounds found until then. */
    OUT_OF_MEMORY,
    /**
     * The point is a first-order point, up to rounding, but the polar is so hard to solve that its
     * bounds neither confirm nor refute it: their distance alone exceeds the requested gap. Every
     * point under an {@link io.nadir.regularizer.UncertifiedRegularizer} ends like this, because
     * its polar has no bounds.
     */
    UNDECIDED,
    /**
     * The remaining decrease of the objective is, to first order, smaller than its rounding errors,
     * so that no step can tell whether it makes progress. Descent cannot reach a smaller gap in
     * float64.
     */
    ROUNDING,
    /** The solve reached its limit of 1000 certificates. */
    ATTEMPT_LIMIT,
    /**
     * Neither a descent step nor other sizes of the columns lower the objective, although it could
     * still fall by more than rounding errors explain. Another descent method or another starting
     * point may do better.
     */
    STALLED
}
