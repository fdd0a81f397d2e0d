package io.nadir.matrix.polar;

/**
 * The relaxations for a Euclidean norm of u and a gauge of v with terms.
 *
 * @param euclidean the weight of ‖u‖₂
 * @param weight the weight of ‖v‖₂
 */
record AnalysisRelaxations(GramMatrix gram, AnalysisTerms terms, double euclidean, double weight)
        implements RatioSource {
    @Override
    public RatioRelaxation at(double kappa, double mu, boolean sharper) {
        return new AnalysisRelaxation(gram, terms, euclidean, weight, mu);
    }
}
