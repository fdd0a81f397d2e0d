package io.nadir.landscape;

/** What a point of the landscape of a linear network is. */
public enum PointKind {
    /** No smaller risk is possible with these widths (VZH 1.25; theorem 1.3). */
    GLOBAL_MINIMUM,

    /**
     * A critical point at which the risk curves downwards in some direction, W_L·…·W_2 having the
     * full rank that the hidden layers allow (VZH theorem 1.2 (ii), theorem 1.4 (iii)).
     */
    STRICT_SADDLE,

    /**
     * A critical point at which the risk curves downwards in some direction, W_L·…·W_2, with one
     * hidden layer U, having less than full rank (VZH theorem 1.2 (iii), theorem 1.4).
     */
    RANK_DEFICIENT_SADDLE,

    /**
     * A critical point that is no minimum although the risk curves downwards in no direction, as
     * the origin at three layers and more (VZH theorem 1.4 (iv), equation 1.31). Exists at three
     * layers or more only.
     */
    DEGENERATE_SADDLE,

    /** The gradient is not zero. */
    NOT_CRITICAL;

    /** Whether it is a critical point that is no minimum. */
    public boolean isSaddle() {
        return this != GLOBAL_MINIMUM && this != NOT_CRITICAL;
    }
}
