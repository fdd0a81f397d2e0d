package io.nadir.solver;

import io.nadir.model.MatrixMap;
import io.nadir.model.MixedNorm;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a solve descends to a first-order point. All are monotone. */
public enum Descent {
    /**
     * The method measured fastest for the model: under the squared loss over all entries {@link
     * #SUBSPACE} for the nuclear norm and {@link #COLUMNS} otherwise, else {@link
     * #PROXIMAL_GRADIENT}.
     */
    AUTO,
    /**
     * Alternating exact minimization over all X with the current row space, then with the resulting
     * column space, each by singular value thresholding of a thin matrix.
     */
    SUBSPACE,
    /** Alternating exact least squares in U and V. */
    ALTERNATING_LEAST_SQUARES,
    /** Exact minimization over one column at a time, accelerated; for the squared loss. */
    COLUMNS,
    /** Accelerated block proximal gradient; works for every loss and regularizer. */
    PROXIMAL_GRADIENT;

    /**
     * A new instance of the method for a problem; it serves one solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the method does not go with the model
     */
    public DescentMethod method(MatrixMap map, Regularizer theta, double lambda) {
        if (!appliesTo(map, theta)) {
            throw new IllegalArgumentException(
                    "descent = "
                            + this
                            + ", allowed for the loss "
                            + map.loss().name()
                            + " and the regularizer "
                            + theta.name()
                            + " on such data are "
                            + allowed(map, theta));
        }
        return switch (this) {
            case AUTO -> fastest(map, theta).method(map, theta, lambda);
            case SUBSPACE -> new SubspaceDescent(map, lambda);
            case ALTERNATING_LEAST_SQUARES -> new AlternatingLeastSquares(map, lambda);
            case COLUMNS -> new ColumnDescent(map, theta, lambda);
            case PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }

    private boolean appliesTo(MatrixMap map, Regularizer theta) {
        return switch (this) {
            case AUTO, PROXIMAL_GRADIENT -> true;
            case COLUMNS -> map.hasFastGram();
            case SUBSPACE -> map.hasFastGram() && isNuclear(theta);
            case ALTERNATING_LEAST_SQUARES ->
                    map.hasFastGram() && theta instanceof SquaredNorms norms && norms.isFree();
        };
    }

    private static Descent fastest(MatrixMap map, Regularizer theta) {
        if (SUBSPACE.appliesTo(map, theta)) {
            return SUBSPACE;
        }
        return COLUMNS.appliesTo(map, theta) ? COLUMNS : PROXIMAL_GRADIENT;
    }

    private static String allowed(MatrixMap map, Regularizer theta) {
        return Arrays.stream(values())
                .filter(descent -> descent.appliesTo(map, theta))
                .map(Descent::name)
                .collect(Collectors.joining(", "));
    }

    /** Whether balanced factors have θ = ‖u‖‖v‖. */
    private static boolean isNuclear(Regularizer theta) {
        return theta.gauge(0).equals(MixedNorm.EUCLIDEAN)
                && theta.gauge(1).equals(MixedNorm.EUCLIDEAN);
    }
}
