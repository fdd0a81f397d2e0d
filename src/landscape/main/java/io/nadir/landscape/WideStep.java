package io.nadir.landscape;

/**
 * What a segment of a path does, how the loss must behave along it, and which statement says so.
 * The statements are those of J. Lederer, "No Spurious Local Minima: on the Optimization Landscapes
 * of Wide and Deep Neural Networks" (2020), see {@link WideActivation}.
 */
public enum WideStep {
    /**
     * Replaces the output weights of a layer's units by few nonzero ones with the same outputs, row
     * by row. In between, the output of the layer is a convex combination of two equal ones.
     */
    REDUCE(Kind.CONSTANT, "Lederer 2020, lemmas 2 and 5, proposition 2"),

    /** Moves the input weights of units without output weights to 0. */
    CLEAR(Kind.CONSTANT, "Lederer 2020, lemma 2, proposition 2"),

    /** Gives units without output weights the input weights of other units. */
    COPY(Kind.CONSTANT, "in place of Lederer 2020, lemma 3"),

    /** Moves output weights to units with the same input weights. */
    HAND_OVER(Kind.CONSTANT, "in place of Lederer 2020, lemma 3"),

    /** Adds the hidden units of the other network, which have no output weights yet. */
    JOIN(Kind.CONSTANT, "Lederer 2020, proposition 3"),

    /** Moves from the output weights of one network to those of the other. */
    MIX(Kind.CONVEX, "Lederer 2020, proposition 3"),

    /**
     * Moves from the output weights of one network towards those of the other, only as far as the
     * loss falls.
     */
    DESCEND(Kind.NON_INCREASING, "Lederer 2020, proposition 3, lemma 4");

    private final Kind kind;
    private final String source;

    WideStep(Kind kind, String source) {
        this.kind = kind;
        this.source = source;
    }

    /** Returns how the loss must behave. */
    public Kind kind() {
        return kind;
    }

    /** Returns the statements that say so. */
    public String source() {
        return source;
    }

    /** How the loss behaves along a segment (Lederer 2020, definitions 1 and 2). */
    public enum Kind {
        /** Constant. */
        CONSTANT,
        /** Convex. */
        CONVEX,
        /** Convex, and never above an earlier value. */
        NON_INCREASING
    }
}
