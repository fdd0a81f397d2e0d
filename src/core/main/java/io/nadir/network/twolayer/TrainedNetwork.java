package io.nadir.network.twolayer;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.ModelReader;
import io.nadir.model.TrainedModel.Parameters;
import io.nadir.network.map.Outputs;
import io.nadir.network.map.Predictor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * A trained two-layer network σ(S·W¹)·W²ᵀ with σ(t) = max(t, a·t), which computes outputs for
 * samples.
 *
 * @param slope a, from 0 to 1
 * @param bias whether the last row of W¹ belongs to a constant input 1, which {@link #predict} adds
 * @param factors the weights W¹ and W²; not copied
 */
record TrainedNetwork(double slope, boolean bias, Factors factors) implements Predictor {
    private static final String KIND = "relu";
    private static final String SLOPE = "slope";
    private static final String BIAS = "bias";
    private static final List<String> NAMES =
            List.of(FactorShape.numbered(0), FactorShape.numbered(1));

    /**
     * Validates slope and factors.
     *
     * @throws IllegalArgumentException if the slope is not between 0 and 1, if there are not two
     *     factors, or if the bias is the only input
     */
    TrainedNetwork {
        TwoLayerNetwork.requireSlope(slope);
        Checks.equal("factors.order()", factors.order(), "layers", 2);
        Checks.positive("inputs", factors.block(0).rows() - (bias ? 1 : 0));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Parameters parameters() {
        return Parameters.copyOf(Map.of(SLOPE, slope, BIAS, bias));
    }

    /** Returns the reader of saved networks of this kind. */
    static ModelReader reader() {
        return new ModelReader(
                KIND,
                (parameters, factors) ->
                        new TrainedNetwork(
                                parameters.number(SLOPE), parameters.flag(BIAS), factors));
    }

    @Override
    public List<String> factorNames() {
        return NAMES;
    }

    @Override
    public int inputs() {
        return factors.block(0).rows() - (bias ? 1 : 0);
    }

    @Override
    public int outputs() {
        return factors.block(1).rows();
    }

    /** {@inheritDoc} They are where the argument of a unit is 0. */
    @Override
    public double @Nullable [] kinks() {
        Panel inner = factors.block(0);
        if (inputs() != 1) {
            return null;
        }
        return slope < 1
                ? IntStream.range(0, inner.columns())
                        .mapToDouble(i -> bias ? -inner.get(1, i) / inner.get(0, i) : 0)
                        .toArray()
                : new double[0];
    }

    @Override
    public DenseMatrix predict(DenseMatrix samples, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(samples, "samples");

        DenseMatrix zero = Outputs.zeros(samples, this);
        TwoLayerNetwork network = new TwoLayerNetwork(samples, zero, slope);
        if (bias) {
            network = network.withBias();
        }
        try (TwoLayerMap map = network.bind(new SquaredLoss(), threads, executor)) {
            return Outputs.finite(map.outputGradient(factors));
        }
    }
}
