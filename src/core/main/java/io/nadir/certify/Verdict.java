package io.nadir.certify;

/** The verdict of a certificate on a point. */
public enum Verdict {
    /**
     * The point is a global minimum up to the requested tolerance. The gap, computed with an upper
     * bound of the polar, is within it.
     */
    GLOBAL,
    /**
     * The point is not a global minimum. The polar exceeds 1, and a witness shows it: appending the
     * witness as a new column lowers the objective.
     */
    NOT_GLOBAL,
    /** The bounds decide neither way. The gap is valid nevertheless. */
    UNDECIDED
}
