package io.nadir.certify;

import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;
import io.nadir.model.SquaredNorms;

/** The polar oracle of each pair of map and regularizer. */
final class PolarOracles {
    private PolarOracles() {}

    /** Throws unless there is an oracle. */
    static void requireKnown(Regularizer theta) {
        if (!(theta instanceof SquaredNorms)) {
            throw new IllegalArgumentException(
                    "regularizer = "
                            + theta.name()
                            + ", allowed is squared-norms: no polar of others is known");
        }
    }

    /**
     * Evaluates a point.
     *
     * @param seed of random starts, independent of {@code w}
     */
    static PolarOracle open(MatrixMap map, Regularizer theta, double lambda, Factors w, long seed) {
        return new SpectralOracle(map, theta, lambda, w, seed);
    }
}
