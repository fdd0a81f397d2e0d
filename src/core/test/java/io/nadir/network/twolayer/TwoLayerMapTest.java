package io.nadir.network.twolayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import static java.util.Objects.requireNonNull;

import io.nadir.array.Panel;
import io.nadir.kernel.Allocation;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.MulticlassHingeLoss;
import io.nadir.loss.SampleLoss;
import io.nadir.loss.SoftmaxLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Factors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Random;

class TwoLayerMapTest {
    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0, 0",
        "1, 1, 1, 1, 0",
        "5, 2, 3, 4, 0.1",
        "40, 1, 1, 3, 0",
        "333, 7, 2, 9, 0.5",
        "70, 70, 10, 17, 0",
        "3000, 3, 4, 5, 1"
    })
    void passesAgreeWithPlainLoops(int n, int d, int q, int r, double slope) {
        for (ConvexLoss loss : losses(q)) {
            TwoLayerNetwork network = network(n, d, q, slope, loss);
            Factors w = factors(d, q, r);
            Factors gradient = Factors.empty(d, q);
            try (TwoLayerMap map = network.bind(loss, 1, null)) {
                double value = map.evaluate(w, gradient);
                Panel x = outputs(network, w);
                double expected = forward(loss, network, x);
                assertThat(value).isCloseTo(expected, within(1e-12 * (1 + expected)));
                double slack = 1e-10 * (1 + expected);
                requireClose(map.outputGradient(w), x, slack);
                requireClose(map.hidden(w.block(0)), hidden(network, w), 1e-12);
                Panel units = hidden(network, w);
                Panel transposed = Panels.transposed(units);
                Panel gram = Panels.multiplyTransposed(transposed, transposed);
                requireClose(requireNonNull(map.blockGram(w, 1)), gram, 1e-10 * (1 + n));
                requireClose(
                        gradient.block(1),
                        Panels.multiplyTransposed(Panels.transposed(x), transposed),
                        slack * (1 + n));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"30, 3, 2, 4, 0", "50, 5, 1, 2, 0.2", "90, 2, 3, 3, 1"})
    void gradientsAgreeWithFiniteDifferences(int n, int d, int q, int r, double slope) {
        for (ConvexLoss loss : losses(q)) {
            Factors w = factors(d, q, r);
            Factors gradient = Factors.empty(d, q);
            Factors unused = Factors.empty(d, q);
            try (TwoLayerMap map = network(n, d, q, slope, loss).bind(loss, 1, null)) {
                double value = map.evaluate(w, gradient);
                double h = 1e-6;
                for (int k = 0; k < 2; k++) {
                    for (int i = 0; i < w.block(k).rows(); i++) {
                        for (int j = 0; j < r; j++) {
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
    }

    /**
     * ℓ(Y, X) − ⟨G, X⟩ = −ℓ*(G), and ⟨∇_k, W^k⟩ = ⟨G, X⟩ for both blocks, as φ is bilinear up to σ.
     */
    @Test
    void dualValueAndPairingsFitTogether() {
        for (ConvexLoss loss : losses(3)) {
            Factors w = factors(4, 3, 6);
            Factors gradient = Factors.empty(4, 3);
            try (TwoLayerMap map = network(200, 4, 3, 0.1, loss).bind(loss, 2, null)) {
                double value = map.evaluate(w, gradient);
                double inner = Panels.inner(w.block(0), gradient.block(0));
                double outer = Panels.inner(w.block(1), gradient.block(1));
                assertThat(inner).isCloseTo(outer, within(1e-10 * (1 + value)));
                assertThat(map.dualValue(w, 1))
                        .isCloseTo(value - outer, within(1e-9 * (1 + value)));
            }
        }
    }

    @Test
    void resultsDoNotDependOnThreads() {
        TwoLayerNetwork network = network(20_000, 20, 3, 0, new SquaredLoss());
        Factors w = factors(20, 3, 11);
        Factors one = Factors.empty(20, 3);
        Factors three = Factors.empty(20, 3);
        try (TwoLayerMap a = network.bind(new SquaredLoss(), 1, null);
                TwoLayerMap b = network.bind(new SquaredLoss(), 3, null)) {
            assertThat(b.evaluate(w, three)).isEqualTo(a.evaluate(w, one));
            assertThat(three.equalsExactly(one)).isTrue();
            assertThat(b.dualValue(w, 0.5)).isEqualTo(a.dualValue(w, 0.5));
        }
    }

    /** The curvature bound of the outer block, and of the inner one where no sign changes. */
    @Test
    void lipschitzConstantsBoundTheChange() {
        TwoLayerNetwork network = network(60, 4, 2, 1, new SquaredLoss());
        Factors w = factors(4, 2, 3);
        Factors before = Factors.empty(4, 2);
        Factors after = Factors.empty(4, 2);
        try (TwoLayerMap map = network.bind(new SquaredLoss(), 1, null)) {
            map.evaluate(w, before);
            for (int k = 0; k < 2; k++) {
                Factors moved = w.copy();
                Factors step = factors(4, 2, 3);
                moved.block(k).clear();
                moved.setRank(3);
                for (int i = 0; i < moved.block(k).rows(); i++) {
                    for (int j = 0; j < 3; j++) {
                        double sum = w.block(k).get(i, j) + step.block(k).get(i, j);
                        moved.block(k).set(i, j, sum);
                    }
                }
                map.evaluate(moved, after);
                after.add(-1, before);
                double change = Panels.frobenius(after.block(k));
                double length = Panels.frobenius(step.block(k));
                assertThat(change).isLessThanOrEqualTo(map.lipschitz(w, k) * length * (1 + 1e-9));
                after.setRank(0);
            }
            Panel gram = requireNonNull(map.blockGram(w, 1));
            assertThat(map.lipschitz(w, 1)).isEqualTo(SmallDense.symmetricEigen(gram).values()[0]);
            assertThat(map.blockGram(w, 0)).isNull();
        }
    }

    @Test
    @Tag("allocation")
    void warmPassesAllocateNothing() {
        TwoLayerNetwork network = network(2000, 30, 5, 0, new SquaredLoss());
        Factors w = factors(30, 5, 16);
        Factors gradient = Factors.empty(30, 5);
        try (TwoLayerMap map = network.bind(new SquaredLoss(), 1, null)) {
            Allocation.assertNoneWhenWarm("a pass", () -> map.evaluate(w, gradient));
        }
    }

    @Test
    void badArgumentsAreRefused() {
        DenseMatrix inputs = DenseMatrix.wrap(2, 1, new double[] {1, 2});
        DenseMatrix targets = DenseMatrix.wrap(2, 1, new double[] {1, 0});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TwoLayerNetwork(inputs, targets, 1.5))
                .withMessageContaining("slope = 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TwoLayerNetwork.relu(DenseMatrix.wrap(1, 1, new double[] {1}), targets))
                .withMessageContaining("y.rows() = 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TwoLayerNetwork.relu(
                                DenseMatrix.wrap(2, 1, new double[] {1e60, 1}), targets))
                .withMessageContaining("1.0E60");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TwoLayerNetwork.relu(inputs, targets).bind(new LogisticLoss(), 1, null))
                .withMessageContaining("0.0");
    }

    private static List<ConvexLoss> losses(int q) {
        return q < 2
                ? List.of(new SquaredLoss(), new HuberLoss(0.5), new LogisticLoss())
                : List.of(
                        new SquaredLoss(),
                        new LogisticLoss(),
                        new SoftmaxLoss(),
                        new MulticlassHingeLoss(q));
    }

    private TwoLayerNetwork network(int n, int d, int q, double slope, ConvexLoss loss) {
        double[] targets = new double[n * q];
        for (int i = 0; i < n; i++) {
            int label = random.nextInt(q);
            for (int j = 0; j < q; j++) {
                targets[i * q + j] =
                        switch (loss) {
                            case SampleLoss coupled -> j == label ? 1 : 0;
                            case LogisticLoss logistic -> random.nextBoolean() ? 1 : -1;
                            default -> random.nextGaussian();
                        };
            }
        }
        return new TwoLayerNetwork(
                DenseMatrix.wrap(n, d, gaussian(n * d)), DenseMatrix.wrap(n, q, targets), slope);
    }

    private Factors factors(int d, int q, int r) {
        return Factors.copyOfPair(d, q, r, gaussian(d * r), gaussian(q * r));
    }

    private double[] gaussian(int length) {
        return random.doubles(length, -1, 1).toArray();
    }

    private static Panel hidden(TwoLayerNetwork network, Factors w) {
        Panel out = Panel.zeros(network.inputs().rows(), w.rank());
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < w.rank(); j++) {
                double sum = 0;
                for (int k = 0; k < network.inputs().columns(); k++) {
                    sum += network.inputs().get(i, k) * w.block(0).get(k, j);
                }
                out.set(i, j, sum > 0 ? sum : network.slope() * sum);
            }
        }
        return out;
    }

    /** X, without padding. */
    private static Panel outputs(TwoLayerNetwork network, Factors w) {
        Panel units = hidden(network, w);
        int q = network.y().columns();
        Panel out = Panel.wrap(new double[units.rows() * q], units.rows(), q, 0);
        for (int i = 0; i < units.rows(); i++) {
            for (int j = 0; j < q; j++) {
                double sum = 0;
                for (int k = 0; k < w.rank(); k++) {
                    sum += units.get(i, k) * w.block(1).get(j, k);
                }
                out.set(i, j, sum);
            }
        }
        return out;
    }

    /** The loss; X becomes its gradient. */
    private static double forward(ConvexLoss loss, TwoLayerNetwork network, Panel x) {
        double sum = 0;
        double[] y = network.y().blocks().get(0).data();
        for (int i = 0; i < x.rows(); i++) {
            int at = i * x.columns();
            if (loss instanceof SampleLoss coupled) {
                sum += coupled.gradientInPlace(y, at, x.data(), at, x.columns());
            } else {
                sum += Loss.ofEntries(loss).gradientInPlace(y, at, x.data(), at, x.columns());
            }
        }
        return sum;
    }

    private static void requireClose(Panel actual, Panel expected, double slack) {
        assertThat(actual.rows()).isEqualTo(expected.rows());
        assertThat(actual.columns()).isEqualTo(expected.columns());
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                assertThat(actual.get(i, j)).isCloseTo(expected.get(i, j), within(slack));
            }
        }
    }
}
