package io.nadir.solver;

import io.nadir.model.FactorizationMap;
import io.nadir.model.MatrixMap;
import io.nadir.model.MixedNorm;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;
import io.nadir.model.TwoLayerMap;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How a solve descends to a first-order point. All are monotone. */
public enum Descent {
    /**
     * The method measured fastest for the model: for all entries under the squared loss {@link
     * #SUBSPACE} for the nuclear norm and {@link #COLUMNS} for other regularizers; else {@link
     * #ALTERNATING_LEAST_SQUARES} for sums of squares, {@link #QUASI_NEWTON} for other smooth
     * problems and {@link #PROXIMAL_GRADIENT} for all.
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
    /** Exact minimization over one column at a time, accelerated; for the squared loss. */
    COLUMNS,
    /** Exact minimization over output weights, merging and smooth steps; for two-layer networks. */
    UNITS,
    /** Accelerated block proximal gradient; works for every loss and regularizer. */
    PROXIMAL_GRADIENT;

    /** As measured: native-notes/descent.md. */
    private static final List<Descent> BY_SPEED =
            List.of(
                    SUBSPACE,
                    ALTERNATING_LEAST_SQUARES,
                    COLUMNS,
                    UNITS,
                    QUASI_NEWTON,
                    PROXIMAL_GRADIENT);

    /**
     * A new instance of the method for a problem; it serves one solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the method does not go with the model
     */
    public DescentMethod method(FactorizationMap map, Regularizer theta, double lambda) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(theta, "theta");

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
            case SUBSPACE -> new SubspaceDescent((MatrixMap) map, lambda);
            case ALTERNATING_LEAST_SQUARES -> leastSquares((MatrixMap) map, lambda);
            case COLUMNS -> new ColumnDescent((MatrixMap) map, theta, lambda);
            case UNITS -> new UnitDescent((TwoLayerMap) map, theta, lambda);
            case QUASI_NEWTON -> new QuasiNewton(map, theta, lambda);
            case AUTO, PROXIMAL_GRADIENT -> new ProximalGradient(map, theta, lambda);
        };
    }

    private static DescentMethod leastSquares(MatrixMap map, double lambda) {
        return map.hasBlockMinimizer()
                ? new RowLeastSquares(map, lambda)
                : new AlternatingLeastSquares(map, lambda);
    }

    private static Descent fastest(FactorizationMap map, Regularizer theta) {
        return BY_SPEED.stream().filter(d -> d.applies(map, theta)).findFirst().orElseThrow();
    }

    private boolean applies(FactorizationMap map, Regularizer theta) {
        return switch (this) {
            case SUBSPACE -> map instanceof MatrixMap m && m.hasFastGram() && isNuclear(theta);
            case ALTERNATING_LEAST_SQUARES ->
                    map instanceof MatrixMap m
                            && (m.hasFastGram() || m.hasBlockMinimizer())
                            && theta instanceof SquaredNorms norms
                            && norms.isFree();
            case COLUMNS -> map instanceof MatrixMap m && m.hasFastGram() && theta.isCertifiable();
            case UNITS -> map instanceof TwoLayerMap && isNuclear(theta);
            case QUASI_NEWTON -> theta.isSmooth();
            case AUTO, PROXIMAL_GRADIENT -> true;
        };
    }

    /** Whether balanced factors have θ = ‖u‖‖v‖. */
    private static boolean isNuclear(Regularizer theta) {
        return theta.hasGauges()
                && theta.isCertifiable()
                && theta.gauge(0).equals(MixedNorm.EUCLIDEAN)
                && theta.gauge(1).equals(MixedNorm.EUCLIDEAN);
    }
}
