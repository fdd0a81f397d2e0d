package io.nadir.landscape;

/**
 * The kinds of points of the landscape of a linear network. Equation and theorem numbers refer to
 * Vidal, Zhu &amp; Haeffele, "Optimization Landscape of Neural Networks".
 */
public enum PointKind {
    /** No network of these widths has a smaller risk (equation 1.25, theorem 1.3). */
    GLOBAL_MINIMUM,

    /**
     * A critical point at which the risk curves downwards in some direction, and W_L·…·W_2 has the
     * full rank that the hidden layers allow (theorems 1.2 (ii) and 1.4 (iii)).
     */
    STRICT_SADDLE,

    /**
     * A critical point at which the risk curves downwards in some direction, and W_L·…·W_2 (with
     * one hidden layer, U) has less than full rank (theorems 1.2 (iii) and 1.4).
     */
    RANK_DEFICIENT_SADDLE,

    /**
     * A critical point that is not a minimum although the risk curves downwards in no direction,
     * such as the origin (theorem 1.4 (iv), equation 1.31). Exists only with three or more weight
     * layers.
     */
    DEGENERATE_SADDLE,

    /** The gradient is not zero. */
    NOT_CRITICAL;

    /** Returns whether this is a critical point but not a minimum. */
    public boolean isSaddle() {
        return this != GLOBAL_MINIMUM && this != NOT_CRITICAL;
    }
}
