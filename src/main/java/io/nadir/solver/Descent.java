package io.nadir.solver;

import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

/** How a solve descends to a first-order point. All are monotone. */
public enum Descent {
    /**
     * The method measured fastest for the model: {@link #SUBSPACE} for all entries under the
     * squared loss and squared norms, else {@link #QUASI_NEWTON} if the regularizer is smooth, else
     * {@link #PROXIMAL_GRADIENT}.
     */
    AUTO,
    /**
     * Alternating exact minimization over all X with the current row space, then with the resulting
     * column space, each by singular value thresholding of a thin matrix.
     */
    SUBSPACE,
    /** Alternating exact least squares in U and V. */
    ALTERNATING_LEAST_SQUARES,
    /** Limited-memory BFGS in U and V together, for smooth regularizers. */
    QUASI_NEWTON,
    /** Accelerated block proximal gradient; works for every loss and regularizer. */
    PROXIMAL_GRADIENT;

    /**
     * A new instance of the method for a problem; it serves one solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the method does not go with the model
     */
    public DescentMethod method(MatrixMap map, Regularizer theta, double lambda) {
        boolean quadratic = map.hasFastGram() && theta instanceof SquaredNorms;
        return switch (this) {
            case AUTO -> fastest(quadratic, theta).method(map, theta, lambda);
            case SUBSPACE -> {
                require(quadratic, map, theta);
                yield new SubspaceDescent(map, lambda);
            }
            case ALTERNATING_LEAST_SQUARES -> {
                require(quadratic, map, theta);
                yield new AlternatingLeastSquares(map, lambda);
            }
            case QUASI_NEWTON -> {
                require(theta.isSmooth(), map, theta);
                yield new QuasiNewton(map, theta, lambda);
            }
            case PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }

    private static Descent fastest(boolean quadratic, Regularizer theta) {
        if (quadratic) {
            return SUBSPACE;
        }
        return theta.isSmooth() ? QUASI_NEWTON : PROXIMAL_GRADIENT;
    }

    private void require(boolean applies, MatrixMap map, Regularizer theta) {
        if (!applies) {
            throw new IllegalArgumentException(
                    "descent = "
                            + this
                            + ", allowed for the loss "
                            + map.loss().name()
                            + " and the regularizer "
                            + theta.name()
                            + " on such data is AUTO");
        }
    }
}
