package io.nadir.network.deep;

import io.nadir.check.Checks;
import io.nadir.kernel.Fingerprint;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.ModelData.Samples;
import io.nadir.model.ModelReader;
import io.nadir.model.Regularizer;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.map.Outputs;
import io.nadir.network.map.SampleData;
import io.nadir.regularizer.NormPowers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The data of a problem of r parallel subnetworks of the same architecture whose outputs are added,
 * X = Σ_i φ(S; w_i¹, …, w_i^K) (Haeffele &amp; Vidal 2017, section 6). The solver determines r.
 *
 * <p>A constant column of S acts as a bias of the first layer, which is regularized like other
 * weights; a {@link Bias} layer adds one anywhere. An immutable value, if the matrices are.
 *
 * @param inputs the inputs S, N×d, one sample per row; an image is given pixel by pixel, with the
 *     channels of a pixel together
 * @param y the targets Y, N×q
 * @param subnetwork the subnetwork φ, with d inputs and q outputs
 */
@SuppressWarnings("exports") // Users see the inherited methods, not the type that has them.
public record DeepNetwork(DenseMatrix inputs, DenseMatrix y, Subnetwork subnetwork)
        implements SampleData {
    /**
     * Validates the shapes.
     *
     * @throws IllegalArgumentException if inputs and targets have different numbers of rows, if the
     *     subnetwork has other numbers of inputs or outputs, or if the largest magnitude of the
     *     inputs is neither 0 nor between 2^−100 and 2^100
     */
    public DeepNetwork {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(subnetwork, "subnetwork");

        SampleData.requireSamples(inputs, y);
        inputs = inputs.toFloat64();
        y = y.toFloat64();
        Checks.equal(
                "inputs.columns()",
                inputs.columns(),
                "inputs of the subnetwork",
                subnetwork.input().size());
        Checks.equal(
                "y.columns()",
                y.columns(),
                "outputs of the subnetwork",
                subnetwork.output().size());
    }

    @Override
    public List<FactorShape> factorShapes() {
        List<Integer> rows = subnetwork.dimensions();
        return IntStream.range(0, rows.size())
                .mapToObj(k ->
                        new FactorShape(
                                FactorShape.numbered(k),
                                rows.get(k),
                                "layer "
                                        + subnetwork.layers().get(subnetwork.layerOf(k)).name()
                                        + " has weights"))
                .toList();
    }

    @Override
    public TrainedModel trained(Factors factors) {
        Objects.requireNonNull(factors, "factors");

        return subnetwork.trained(factors);
    }

    /**
     * Returns the reader of saved networks of this kind.
     *
     * @param layers creates layers of your own from their names
     */
    public static ModelReader reader(Layer.Reader layers) {
        Objects.requireNonNull(layers, "layers");

        return TrainedDeepNetwork.reader(layers);
    }

    /** {@inheritDoc} Its degree is that of the subnetwork, whatever the number of blocks. */
    @Override
    public Regularizer defaultRegularizer() {
        int degree = subnetwork.degree();
        return degree == 1 ? new PathNorm(subnetwork, 1) : new NormPowers(degree, false);
    }

    /** {@inheritDoc} These are {@link PathNorm}s: {@code path-norm:1} and {@code path-norm:2}. */
    @Override
    public @Nullable Regularizer regularizer(String name) {
        Objects.requireNonNull(name, "name");

        return switch (name) {
            case "path-norm:1" -> new PathNorm(subnetwork, 1);
            case "path-norm:2" -> new PathNorm(subnetwork, 2);
            default -> null;
        };
    }

    @Override
    public Samples samples() {
        return Outputs.samples(inputs, 0, y);
    }

    @Override
    public long fingerprint() {
        Fingerprint hash = new Fingerprint().add(inputs.fingerprint()).add(y.fingerprint());
        subnetwork.toString().chars().forEach(hash::add);
        return hash.value();
    }

    @Override
    public DeepNetwork timesPowerOfTwo(int exponent) {
        return new DeepNetwork(inputs, y.timesPowerOfTwo(exponent), subnetwork);
    }

    @Override
    public DeepMap bind(ConvexLoss loss, int threads, @Nullable Executor executor) {
        Objects.requireNonNull(loss, "loss");

        requireUnchanged();
        return new DeepMap(this, loss, threads, executor);
    }
}
