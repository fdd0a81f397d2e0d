package io.nadir.landscape;

/** What a segment of a path does, what the loss must do along it, and which statement says so. */
public enum WideStep {
    /**
     * Exchanges the output weights of a layer's units for few of the same outputs, row by row;
     * between them the layer's output is the same convex combination of two equal ones.
     */
    REDUCE(Kind.CONSTANT, "NSLM lemmas 2 and 5, proposition 2"),

    /** Takes the input weights of units without output weights to 0. */
    CLEAR(Kind.CONSTANT, "NSLM lemma 2, proposition 2"),

    /** Gives units without output weights the input weights of others. */
    COPY(Kind.CONSTANT, "in place of NSLM lemma 3"),

    /** Passes output weights on to units of the same input weights. */
    HAND_OVER(Kind.CONSTANT, "in place of NSLM lemma 3"),

    /** Adds the other network's hidden units, which have no output weights. */
    JOIN(Kind.CONSTANT, "NSLM proposition 3"),

    /** Goes from the output weights of one network to those of the other. */
    MIX(Kind.CONVEX, "NSLM proposition 3"),

    /** Goes there only as far as the loss falls. */
    DESCEND(Kind.NON_INCREASING, "NSLM proposition 3, lemma 4");

    private final Kind kind;
    private final String source;

    WideStep(Kind kind, String source) {
        this.kind = kind;
        this.source = source;
    }

    /** What the loss must do. */
    public Kind kind() {
        return kind;
    }

    /** The statements. */
    public String source() {
        return source;
    }

    /** What a loss along a segment must be (NSLM, definitions 1 and 2). */
    public enum Kind {
        /** Path constant. */
        CONSTANT,
        /** Path convex. */
        CONVEX,
        /** Convex, and never above what it was before. */
        NON_INCREASING
    }
}
