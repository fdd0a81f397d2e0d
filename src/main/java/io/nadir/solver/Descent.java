package io.nadir.solver;

import io.nadir.model.MatrixProduct;
import io.nadir.model.Regularizer;

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
     * A new instance of the method for a problem under the squared loss; it serves one solve.
     *
     * @param lambda finite and more than 0
     */
    public DescentMethod method(MatrixProduct map, Regularizer theta, double lambda) {
        return switch (this) {
            case AUTO, SUBSPACE -> new SubspaceDescent(map, lambda);
            case ALTERNATING_LEAST_SQUARES -> new AlternatingLeastSquares(map, lambda);
            case PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }
}
