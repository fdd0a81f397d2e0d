package io.nadir.solver;

import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

import java.util.Arrays;
import java.util.List;

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

    /** As measured: native-notes/descent.md. */
    private static final List<Descent> BY_SPEED =
            List.of(SUBSPACE, ALTERNATING_LEAST_SQUARES, QUASI_NEWTON, PROXIMAL_GRADIENT);

    /**
     * A new instance of the method for a problem; it serves one solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the method does not go with the model
     */
    public DescentMethod method(MatrixMap map, Regularizer theta, double lambda) {
        Descent chosen = this == AUTO ? fastest(map, theta) : this;
        if (!chosen.applies(map, theta)) {
            throw new IllegalArgumentException(
                    "descent = "
                            + this
                            + ", allowed for the loss "
                            + map.loss().name()
                            + " and the regularizer "
                            + theta.name()
                            + " on such data are "
                            + Arrays.stream(values()).filter(d -> d.applies(map, theta)).toList());
        }
        return switch (chosen) {
            case SUBSPACE -> new SubspaceDescent(map, lambda);
            case ALTERNATING_LEAST_SQUARES ->
                    map.hasBlockMinimizer()
                            ? new RowLeastSquares(map, lambda)
                            : new AlternatingLeastSquares(map, lambda);
            case QUASI_NEWTON -> new QuasiNewton(map, theta, lambda);
            case AUTO, PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }

    private static Descent fastest(MatrixMap map, Regularizer theta) {
        return BY_SPEED.stream().filter(d -> d.applies(map, theta)).findFirst().orElseThrow();
    }

    private boolean applies(MatrixMap map, Regularizer theta) {
        boolean norms = theta instanceof SquaredNorms;
        return switch (this) {
            case SUBSPACE -> norms && map.hasFastGram();
            case ALTERNATING_LEAST_SQUARES ->
                    norms && (map.hasFastGram() || map.hasBlockMinimizer());
            case QUASI_NEWTON -> theta.isSmooth();
            case AUTO, PROXIMAL_GRADIENT -> true;
        };
    }
}
