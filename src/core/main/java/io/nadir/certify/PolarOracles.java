package io.nadir.certify;

import io.nadir.model.DeepMap;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.MixedNorm;
import io.nadir.model.Regularizer;
import io.nadir.model.TensorMap;
import io.nadir.model.TwoLayerMap;

/** The polar oracle of each pair of map and regularizer. */
final class PolarOracles {
    private PolarOracles() {}

    /**
     * Evaluates a point.
     *
     * @param seed of random starts, independent of {@code w}
     */
    static PolarOracle open(
            FactorizationMap map, Regularizer theta, double lambda, Factors w, long seed) {
        return switch (map) {
            case MatrixMap matrix -> ofMatrix(matrix, theta, lambda, w, seed);
            case TensorMap tensor -> new TensorOracle(tensor, theta, lambda, w, seed);
            case DeepMap network -> new DeepOracle(network, theta, lambda, w, seed);
            case TwoLayerMap network -> new TwoLayerOracle(network, theta, lambda, w, seed);
            default ->
                    throw new IllegalArgumentException(
                            "map = " + map.getClass().getName() + ", allowed are those of nadir");
        };
    }

    /**
     * Throws unless the polar of the pair can be bounded.
     *
     * @throws IllegalArgumentException naming the regularizer and what is allowed
     */
    static void requirePair(FactorizationMap map, Regularizer theta) {
        if (map instanceof DeepMap network) {
            DeepConstraint.requirePair(network, theta);
        } else if (!theta.hasGauges()) {
            throw new IllegalArgumentException(
                    "regularizer = "
                            + theta.name()
                            + ", allowed but for deep networks are those made of gauges");
        }
    }

    private static PolarOracle ofMatrix(
            MatrixMap map, Regularizer theta, double lambda, Factors w, long seed) {
        if (isNuclear(theta)) {
            return new SpectralOracle(map, theta, lambda, w, seed);
        }
        if (AxisOracle.applies(map, theta)) {
            return new AxisOracle(map, theta, lambda, w, seed);
        }
        if (SplitOracle.applies(map, theta)) {
            return new SplitOracle(map, theta, lambda, w, seed);
        }
        return new GenericOracle(map, theta, lambda, w, seed);
    }

    private static boolean isNuclear(Regularizer theta) {
        return theta.gauge(0).equals(MixedNorm.EUCLIDEAN)
                && theta.gauge(1).equals(MixedNorm.EUCLIDEAN);
    }
}
