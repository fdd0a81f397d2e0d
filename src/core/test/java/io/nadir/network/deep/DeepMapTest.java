package io.nadir.network.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Allocation;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;
import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.Convolution;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.MaxPool;
import io.nadir.network.deep.layer.Maxout;
import io.nadir.network.deep.layer.MeanPool;
import io.nadir.network.deep.layer.Normalization;
import io.nadir.network.deep.layer.Power;
import io.nadir.network.deep.layer.Rectifier;
import io.nadir.network.twolayer.TwoLayerMap;
import io.nadir.network.twolayer.TwoLayerNetwork;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class DeepMapTest {
    private final Random random = new Random(7);

    static Stream<Subnetwork> networks() {
        FullyConnected three = new FullyConnected(3);
        return Stream.of(
                Subnetwork.relu(12, 3),
                Subnetwork.relu(12, 4, 3),
                Subnetwork.relu(12, 5, 2, 3),
                image(new Convolution(3, 2, 1, 1), Rectifier.RELU, new MaxPool(2, 1, 0), three),
                image(new Convolution(4, 2, 1, 0), new Maxout(2), new MeanPool(2, 2, 1), three),
                image(
                        new FullyConnected(4),
                        new Rectifier(0.2),
                        new Normalization(0.5),
                        new Power(2),
                        three),
                image(new FullyConnected(4), new Bias(1), Rectifier.RELU, three, new Bias(2)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAgreeWithFiniteDifferences(Subnetwork network) {
        for (ConvexLoss loss : losses()) {
            Factors w = network.randomWeights(3, 4);
            Factors gradient = Factors.empty(network.dimensions());
            Factors unused = Factors.empty(network.dimensions());
            try (DeepMap map = data(network, 150, loss).bind(loss, 1, null)) {
                double value = map.evaluate(w, gradient);
                double h = 1e-6;
                for (int k = 0; k < network.blocks(); k++) {
                    for (int trial = 0; trial < 12; trial++) {
                        int i = random.nextInt(w.block(k).rows());
                        int j = random.nextInt(3);
                        double at = w.block(k).get(i, j);
                        w.block(k).set(i, j, at + h);
                        double up = map.evaluate(w, unused);
                        w.block(k).set(i, j, at - h);
                        double down = map.evaluate(w, unused);
                        w.block(k).set(i, j, at);
                        assertThat(gradient.block(k).get(i, j))
                                .isCloseTo((up - down) / (2 * h), within(1e-5 * (1 + value)));
                    }
                }
            }
        }
    }

    /** One hidden unit each: the same map as the two-layer network's. */
    @Test
    void agreesWithTwoLayerNetworks() {
        for (ConvexLoss loss : losses()) {
            DeepNetwork deep = data(Subnetwork.relu(12, 1, 3), 333, loss);
            TwoLayerNetwork shallow = TwoLayerNetwork.relu(deep.inputs(), deep.y());
            Factors w = deep.subnetwork().randomWeights(5, 3);
            Factors a = Factors.empty(12, 3);
            Factors b = Factors.empty(12, 3);
            try (DeepMap map = deep.bind(loss, 1, null);
                    TwoLayerMap known = shallow.bind(loss, 1, null)) {
                double value = known.evaluate(w, b);
                assertThat(map.evaluate(w, a)).isCloseTo(value, within(1e-12 * value));
                double size = Panels.frobenius(b.block(0)) + Panels.frobenius(b.block(1));
                a.add(-1, b);
                assertThat(Math.sqrt(a.inner(a))).isLessThan(1e-12 * size);
                requireClose(map.units(w), known.units(w));
                requireClose(map.outputGradient(w), known.outputGradient(w));
                assertThat(map.dualValue(w, 0.4))
                        .isCloseTo(known.dualValue(w, 0.4), within(1e-11 * (1 + value)));
                double zero = known.valueAtZero();
                assertThat(map.valueAtZero()).isCloseTo(zero, within(1e-12 * zero));
                assertThat(map.curvature()).isEqualTo(known.curvature());
            }
        }
    }

    /** Pairings are inner products with the units, and their gradients those of the loss. */
    @ParameterizedTest
    @MethodSource("networks")
    void pairingsFitUnitsAndGradients(Subnetwork network) {
        Factors w = network.randomWeights(4, 6);
        Factors gradient = Factors.empty(network.dimensions());
        Factors paired = Factors.empty(network.dimensions());
        try (DeepMap map = data(network, 200, new SquaredLoss()).bind(new SquaredLoss(), 2, null)) {
            double value = map.evaluate(w, gradient);
            Panel dual = map.outputs();
            assertThat(map.outputGradient(w, dual)).isEqualTo(value);
            double[] values = map.pairings(dual, w, paired);
            Panel units = map.units(w);
            double total = 0;
            for (int i = 0; i < 4; i++) {
                double inner = 0;
                for (int e = 0; e < units.columns(); e++) {
                    inner += units.get(i, e) * dual.data()[e];
                }
                assertThat(values[i]).isCloseTo(inner, within(1e-10 * (1 + Math.abs(inner))));
                total += inner;
            }
            // Euler: ⟨∇f, W⟩ = p·⟨∇ℓ, Φ(W)⟩.
            assertThat(gradient.inner(w))
                    .isCloseTo(network.degree() * total, within(1e-9 * (1 + Math.abs(total))));
            paired.add(-1, gradient);
            assertThat(Math.sqrt(paired.inner(paired)))
                    .isLessThanOrEqualTo(1e-12 * (1 + Math.sqrt(gradient.inner(gradient))));
        }
    }

    @Test
    void resultsDoNotDependOnThreads() {
        Subnetwork network = Subnetwork.relu(12, 5, 2, 3);
        DeepNetwork data = data(network, 3001, new SquaredLoss());
        Factors w = network.randomWeights(5, 1);
        Factors one = Factors.empty(network.dimensions());
        Factors three = Factors.empty(network.dimensions());
        try (DeepMap a = data.bind(new SquaredLoss(), 1, null);
                DeepMap b = data.bind(new SquaredLoss(), 3, null)) {
            for (int rank : new int[] {5, 2, 0, 4}) {
                w.setRank(rank);
                assertThat(b.evaluate(w, three)).isEqualTo(a.evaluate(w, one));
                assertThat(three.equalsExactly(one)).isTrue();
                assertThat(b.dualValue(w, 0.5)).isEqualTo(a.dualValue(w, 0.5));
                Panel dual = a.outputGradient(w);
                assertThat(b.pairings(dual, w, three)).containsExactly(a.pairings(dual, w, one));
                assertThat(three.equalsExactly(one)).isTrue();
                assertThat(b.units(w).data()).containsExactly(a.units(w).data());
            }
        }
    }

    @Test
    @Tag("allocation")
    void warmPassesAllocateNothing() {
        for (Subnetwork network :
                List.of(
                        Subnetwork.relu(12, 5, 2, 3),
                        image(
                                new Convolution(3, 2, 1, 1),
                                Rectifier.RELU,
                                new MaxPool(2, 1, 0),
                                new FullyConnected(3)))) {
            try (DeepMap map =
                    data(network, 500, new SquaredLoss()).bind(new SquaredLoss(), 1, null)) {
                Factors w = network.randomWeights(6, 1);
                Factors gradient = w.copy();
                Allocation.assertNoneWhenWarm(
                        "passes",
                        () -> {
                            map.evaluate(w, gradient);
                            map.lipschitz(w, 0);
                        });
            }
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Subnetwork network = Subnetwork.relu(12, 3);
        DenseMatrix y = matrix(5, 3);
        refused("inputs.columns() = 11", () -> new DeepNetwork(matrix(5, 11), y, network));
        refused("y.columns() = 2", () -> new DeepNetwork(matrix(5, 12), matrix(5, 2), network));
        refused("y.rows() = 4", () -> new DeepNetwork(matrix(5, 12), matrix(4, 3), network));
        DenseMatrix huge = DenseMatrix.wrap(1, 12, random.doubles(12, 1e200, 2e200).toArray());
        refused(
                "largest magnitude of the inputs",
                () -> new DeepNetwork(huge, matrix(1, 3), network));
        DeepNetwork data = new DeepNetwork(matrix(5, 12), y, network);
        refused("a probability of a class", () -> data.bind(new SoftmaxLoss(), 1, null));
        try (DeepMap map = data.bind(new SquaredLoss(), 1, null)) {
            Factors w = network.randomWeights(1, 1);
            refused("dual.rows() = 4", () -> map.pairings(Panel.zeros(4, 3), w, w.copy()));
        }
    }

    @Test
    void fingerprintsTellInputsTargetsAndLayersApart() {
        DenseMatrix s = matrix(5, 12);
        DenseMatrix y = matrix(5, 3);
        DeepNetwork data = new DeepNetwork(s, y, Subnetwork.relu(12, 2, 3));
        assertThat(new DeepNetwork(s, y, Subnetwork.relu(12, 2, 3)).fingerprint())
                .isEqualTo(data.fingerprint());
        assertThat(
                        Stream.of(
                                        new DeepNetwork(matrix(5, 12), y, data.subnetwork()),
                                        new DeepNetwork(s, matrix(5, 3), data.subnetwork()),
                                        new DeepNetwork(s, y, Subnetwork.relu(12, 1, 3)))
                                .map(DeepNetwork::fingerprint))
                .doesNotContain(data.fingerprint());
    }

    private void refused(String message, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
    }

    private static void requireClose(Panel found, Panel expected) {
        double size = Panels.frobenius(expected);
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                assertThat(found.get(i, j)).isCloseTo(expected.get(i, j), within(1e-12 * size));
            }
        }
    }

    private static List<ConvexLoss> losses() {
        return List.of(new SquaredLoss(), new HuberLoss(1), new SoftmaxLoss());
    }

    private static Subnetwork image(Layer... layers) {
        return new Subnetwork(new LayerShape(3, 2, 2), List.of(layers));
    }

    private DeepNetwork data(Subnetwork network, int n, ConvexLoss loss) {
        double[] y = random.doubles(3L * n, -1, 1).toArray();
        if (loss instanceof SoftmaxLoss) {
            for (int i = 0; i < n; i++) {
                Arrays.fill(y, 3 * i, 3 * i + 3, 0);
                y[3 * i + random.nextInt(3)] = 1;
            }
        }
        return new DeepNetwork(matrix(n, 12), DenseMatrix.wrap(n, 3, y), network);
    }

    private DenseMatrix matrix(int rows, int columns) {
        return DenseMatrix.wrap(
                rows, columns, random.doubles((long) rows * columns, -1, 1).toArray());
    }
}
