package io.nadir.network.deep;

import io.nadir.check.Checks;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.ModelReader;
import io.nadir.model.TrainedModel.Parameters;
import io.nadir.network.deep.layer.Layer.Reader;
import io.nadir.network.map.Outputs;
import io.nadir.network.map.Predictor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Trained parallel subnetworks, which compute outputs for samples.
 *
 * @param subnetwork the architecture φ
 * @param factors the weights W¹ … W^K; not copied
 */
record TrainedDeepNetwork(Subnetwork subnetwork, Factors factors) implements Predictor {
    private static final String KIND = "deep";
    private static final String SUBNETWORK = "subnetwork";

    /**
     * Validates the shapes.
     *
     * @throws IllegalArgumentException if the factors are not weights of the subnetwork
     */
    TrainedDeepNetwork {
        List<Integer> wanted = subnetwork.dimensions();
        Checks.equal("factors.order()", factors.order(), "layers with weights", wanted.size());
        for (int k = 0; k < wanted.size(); k++) {
            Checks.equal(
                    "rows of " + FactorShape.numbered(k),
                    factors.block(k).rows(),
                    "weights of the layer",
                    wanted.get(k));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a layer could not be restored from its name
     */
    @Override
    public Parameters parameters() {
        subnetwork.requireReadable();
        return Parameters.copyOf(Map.of(SUBNETWORK, subnetwork.toString()));
    }

    /**
     * Returns the reader of saved networks of this kind.
     *
     * @param layers creates layers of your own from their names
     */
    static ModelReader reader(Reader layers) {
        return new ModelReader(
                KIND,
                (parameters, factors) ->
                        new TrainedDeepNetwork(
                                Subnetwork.parse(parameters.text(SUBNETWORK), layers), factors));
    }

    @Override
    public List<String> factorNames() {
        return IntStream.range(0, factors.order()).mapToObj(FactorShape::numbered).toList();
    }

    @Override
    public int inputs() {
        return subnetwork.input().size();
    }

    @Override
    public int outputs() {
        return subnetwork.output().size();
    }

    @Override
    public DenseMatrix predict(DenseMatrix samples, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(samples, "samples");

        DenseMatrix zero = Outputs.zeros(samples, this);
        DeepNetwork network = new DeepNetwork(samples, zero, subnetwork);
        try (DeepMap map = network.bind(new SquaredLoss(), threads, executor)) {
            return Outputs.finite(map.outputGradient(factors));
        }
    }
}
