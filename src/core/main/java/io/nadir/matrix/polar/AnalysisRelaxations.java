package io.nadir.matrix.polar;

/**
 * The relaxations for a Euclidean norm of u and a gauge of v with terms.
 *
 * @param euclidean the weight of ‖u‖₂
 * @param weight the weight of ‖v‖₂
 */
record AnalysisRelaxations(GramMatrix gram, AnalysisTerms terms, double euclidean, double weight)
        implements RatioSource {
    /** From 0, multipliers have far to go: with 1 it takes half as many iterations again. */
    private static final double FIRST_STEP = 20;

    @Override
    public RatioRelaxation at(double kappa, double mu, boolean sharper) {
        return new AnalysisRelaxation(gram, terms, euclidean, weight, mu);
    }

    @Override
    public double firstStep(boolean sharper) {
        return FIRST_STEP;
    }
}
