package io.nadir.certify;

/** What a certificate says of a point. */
public enum Verdict {
    /** The gap, computed with an upper bound of the polar, is within the tolerance asked for. */
    GLOBAL,
    /** The polar exceeds 1, with a witness: appending it lowers the objective. */
    NOT_GLOBAL,
    /** Neither: the bounds do not decide. The gap is valid nevertheless. */
    UNDECIDED
}
