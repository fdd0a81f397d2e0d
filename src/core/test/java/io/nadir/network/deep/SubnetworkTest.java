package io.nadir.network.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.Convolution;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.WeightlessPass;
import io.nadir.network.deep.layer.LayerDegree;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.MaxPool;
import io.nadir.network.deep.layer.Maxout;
import io.nadir.network.deep.layer.MeanPool;
import io.nadir.network.deep.layer.Normalization;
import io.nadir.network.deep.layer.Power;
import io.nadir.network.deep.layer.Rectifier;
import io.nadir.network.deep.layer.Signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Degrees as composed against outputs as scaled, and layers that are not what they say. */
class SubnetworkTest {
    private static final LayerShape IMAGE = new LayerShape(5, 4, 2);

    static Stream<Subnetwork> networks() {
        FullyConnected two = new FullyConnected(2);
        return Stream.of(
                Subnetwork.relu(40, 2),
                Subnetwork.relu(40, 3, 2),
                Subnetwork.relu(40, 3, 4, 3, 2),
                network(new Convolution(3, 3, 1, 1), Rectifier.RELU, new MaxPool(2, 2, 0), two),
                network(new Convolution(4, 2, 1, 0), new Maxout(2), new MeanPool(2, 1, 0), two),
                network(new FullyConnected(4), new Power(3), two),
                network(new FullyConnected(4), new Power(2), new FullyConnected(3), two),
                network(new FullyConnected(4), new Normalization(0.5), new Power(2), two),
                network(new FullyConnected(4), new Normalization(1), two),
                network(
                        new FullyConnected(4),
                        new Normalization(0.5),
                        new FullyConnected(2),
                        new Power(2)),
                network(new FullyConnected(4), new Bias(1), Rectifier.RELU, two, new Bias(2)),
                network(new Convolution(3, 3, 1, 0), new Bias(1), new Power(2), two, new Bias(3)));
    }

    /** φ(αw) = α^p·φ(w) in all weights, and in each block where there is such a degree. */
    @ParameterizedTest
    @MethodSource("networks")
    void degreesAreThoseOfTheOutputs(Subnetwork network) {
        DeepMap map = map(network);
        Factors w = network.randomWeights(3, 5);
        Panel units = map.units(w);
        for (double scale : new double[] {0.3, 2, 5}) {
            Factors all = w.copy();
            all.scale(scale);
            requireScaled(map.units(all), units, Math.pow(scale, network.degree()));
            List<Double> degrees = network.blockDegrees();
            double sum = 0;
            for (int k = 0; degrees != null && k < network.blocks(); k++) {
                Factors one = w.copy();
                double[] data = one.block(k).data();
                for (int i = 0; i < data.length; i++) {
                    data[i] *= scale;
                }
                requireScaled(map.units(one), units, Math.pow(scale, degrees.get(k)));
                sum += degrees.get(k);
            }
            assertThat(degrees == null ? network.degree() : sum).isEqualTo(network.degree());
        }
    }

    /** The bound of a chain, and that it bounds what is added up on the way too. */
    @ParameterizedTest
    @MethodSource("networks")
    void boundsHoldForWholeSubnetworks(Subnetwork network) {
        DeepMap map = map(network);
        for (int seed = 0; seed < 20; seed++) {
            Factors w = network.randomWeights(1, seed);
            double[] norms = new double[network.blocks()];
            for (int k = 0; k < norms.length; k++) {
                norms[k] = Panels.columnNorm(w.block(k), 0);
            }
            Panel units = map.units(w);
            Panel inputs = map.data().inputs().whole();
            for (int n = 0; n < inputs.rows(); n++) {
                double size = 0;
                double out = 0;
                for (int j = 0; j < inputs.columns(); j++) {
                    size = Math.hypot(size, inputs.get(n, j));
                }
                for (int j = 0; j < 2; j++) {
                    out = Math.hypot(out, units.get(0, 2 * n + j));
                }
                assertThat(out).isLessThanOrEqualTo(network.bound(size, norms) * (1 + 1e-12));
            }
        }
    }

    @Test
    void degreesAddUpAndMultiply() {
        assertThat(Subnetwork.relu(40, 3, 4, 2).degree()).isEqualTo(3);
        assertThat(Subnetwork.relu(40, 3, 4, 2).blockDegrees()).containsExactly(1.0, 1.0, 1.0);
        Subnetwork powers =
                network(new FullyConnected(4), new Power(2), new FullyConnected(3), new Power(3));
        assertThat(powers.degree()).isEqualTo(9);
        assertThat(powers.blockDegrees()).containsExactly(6.0, 3.0);
        Subnetwork reset =
                network(new FullyConnected(4), new Normalization(1), new FullyConnected(2));
        assertThat(reset.degree()).isEqualTo(1);
        assertThat(reset.blockDegrees()).containsExactly(0.0, 1.0);
        Subnetwork bias = network(new FullyConnected(4), new Bias(1), new FullyConnected(2));
        assertThat(bias.degree()).isEqualTo(2);
        assertThat(bias.blockDegrees()).isNull();
        assertThat(bias.dimensions()).containsExactly(160, 8, 8);
    }

    @Test
    void refusesWhatHasNoDegree() {
        refused(
                "sigmoid breaks its contract: not positively homogeneous",
                new Scalar(
                        "sigmoid",
                        t -> 1 / (1 + Math.exp(-t)),
                        t -> {
                            double s = 1 / (1 + Math.exp(-t));
                            return s * (1 - s);
                        }));
        refused(
                "tanh breaks its contract: not positively homogeneous",
                new Scalar("tanh", Math::tanh, t -> 1 - Math.tanh(t) * Math.tanh(t)));
        refused("not positively homogeneous", new Scalar("shift", t -> t + 1, t -> 1));
        refused(
                "power of the bias = 1, allowed is the degree of what it is added to, 2.0",
                new FullyConnected(3),
                new Bias(1));
        refused("degree of the subnetwork", new Normalization(0.5));
        refused("window of 9 pixels", new Convolution(1, 9, 1, 0));
    }

    @Test
    void refusesLayersThatBreakTheirWord() {
        refused("backward gives the slope", new Scalar("wrong slope", Math::abs, t -> 2));
        refused("bound = ", new Scalar("large", t -> 3 * t, t -> 3));
    }

    /** A user's own homogeneous layer is one class. */
    @Test
    void acceptsALayerThatKeepsIt() {
        Subnetwork network =
                network(
                        new FullyConnected(3),
                        new Scalar("absolute", Math::abs, Math::signum),
                        new FullyConnected(2));
        assertThat(network.degree()).isEqualTo(2);
        assertThat(network).hasToString("5x4x2 > linear:3 > absolute > linear:2");
    }

    @Test
    void randomWeightsAreReproducibleAndOfTheSizeThatKeepsSignals() {
        Subnetwork network = Subnetwork.relu(400, 300, 2);
        Factors w = network.randomWeights(4, 9);
        assertThat(w.equalsExactly(network.randomWeights(4, 9))).isTrue();
        assertThat(w.equalsExactly(network.randomWeights(4, 10))).isFalse();
        double norm = Panels.frobenius(w.block(0));
        assertThat(norm * norm / (4 * 400 * 300)).isCloseTo(2.0 / 400, within(1e-4));
    }

    private static void refused(String message, Layer... more) {
        Layer[] layers = new Layer[more.length + 2];
        layers[0] = new Convolution(2, 1, 1, 0);
        System.arraycopy(more, 0, layers, 1, more.length);
        layers[more.length + 1] = new FullyConnected(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(layers))
                .withMessageContaining(message);
    }

    private static Subnetwork network(Layer... layers) {
        return new Subnetwork(IMAGE, List.of(layers));
    }

    private static DeepMap map(Subnetwork network) {
        Random random = new Random(2);
        int n = 7;
        int d = network.input().size();
        int q = network.output().size();
        return new DeepNetwork(
                        DenseMatrix.wrap(n, d, random.doubles((long) n * d, -1, 1).toArray()),
                        DenseMatrix.wrap(n, q, random.doubles((long) n * q, -1, 1).toArray()),
                        network)
                .bind(new SquaredLoss(), 1, null);
    }

    private static void requireScaled(Panel moved, Panel units, double factor) {
        for (int i = 0; i < units.rows(); i++) {
            double size = factor * Panels.frobenius(units);
            for (int j = 0; j < units.columns(); j++) {
                assertThat(moved.get(i, j))
                        .isCloseTo(factor * units.get(i, j), within(1e-12 * size));
            }
        }
    }

    /** A function of each number that claims degree 1 and norm 1. */
    private record Scalar(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope)
            implements Layer {
        @Override
        public LayerShape output(LayerShape input) {
            return input;
        }

        @Override
        public LayerDegree degree(LayerDegree input, int block) {
            return input;
        }

        @Override
        public double bound(LayerShape input, double inputNorm, double weightNorm) {
            return inputNorm;
        }

        @Override
        public double error(LayerShape input, double inputError) {
            return inputError;
        }

        @Override
        public Pass pass(LayerShape input, int rows) {
            return new WeightlessPass() {
                @Override
                protected void forward(Signal in, Signal out, int rows) {
                    for (int i = 0; i < rows * input.size(); i++) {
                        out.data()[i] = f.applyAsDouble(in.data()[i]);
                    }
                }

                @Override
                protected void backward(
                        Signal in, Signal out, Signal outGradient, Signal inGradient, int rows) {
                    for (int i = 0; i < rows * input.size(); i++) {
                        inGradient.data()[i] =
                                slope.applyAsDouble(in.data()[i]) * outGradient.data()[i];
                    }
                }
            };
        }
    }
}
