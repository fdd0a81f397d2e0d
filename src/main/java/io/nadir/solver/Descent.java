package io.nadir.solver;

import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

/** How a solve descends to a first-order point. All are monotone. */
public enum Descent {
    /**
     * The method measured fastest for the model: {@link #SUBSPACE} for a dense matrix under the
     * squared loss.
     */
    AUTO,
    /**
     * Alternating exact minimization over all X with the current row space, then with the resulting
     * column space, each by singular value thresholding of a thin matrix.
     */
    SUBSPACE,
    /** Alternating exact least squares in U and V. */
    ALTERNATING_LEAST_SQUARES,
    /** Accelerated block proximal gradient; works for every loss and regularizer. */
    PROXIMAL_GRADIENT;

    /**
     * A new instance of the method for a problem; it serves one solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the method does not go with the model
     */
    public DescentMethod method(MatrixMap map, Regularizer theta, double lambda) {
        boolean norms = theta instanceof SquaredNorms;
        boolean quadratic = map.hasFastGram() && norms;
        boolean rowwise = map.hasBlockMinimizer() && norms;
        if ((this == SUBSPACE && !quadratic)
                || (this == ALTERNATING_LEAST_SQUARES && !quadratic && !rowwise)) {
            throw new IllegalArgumentException(
                    "descent = "
                            + this
                            + ", allowed for the loss "
                            + map.loss().name()
                            + " and the regularizer "
                            + theta.name()
                            + " on such data are AUTO and PROXIMAL_GRADIENT");
        }
        return switch (this) {
            case AUTO -> {
                Descent best = rowwise ? ALTERNATING_LEAST_SQUARES : PROXIMAL_GRADIENT;
                yield (quadratic ? SUBSPACE : best).method(map, theta, lambda);
            }
            case SUBSPACE -> new SubspaceDescent(map, lambda);
            case ALTERNATING_LEAST_SQUARES ->
                    rowwise
                            ? new RowLeastSquares(map, lambda)
                            : new AlternatingLeastSquares(map, lambda);
            case PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }
}
