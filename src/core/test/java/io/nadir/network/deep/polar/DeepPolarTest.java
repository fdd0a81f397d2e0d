package io.nadir.network.deep.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import static java.util.Objects.requireNonNull;

import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.SmallDense;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.PathNorm;
import io.nadir.network.deep.Subnetwork;
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
import io.nadir.reference.ReluTruth;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NonNegative;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bounds of a deep network's polar at rank 0, where Z = Y/λ, against what a search finds. */
class DeepPolarTest {
    private static final CertificateRequest REQUEST =
            new CertificateRequest(1e-6, Evidence.PROBABLE, 1e-10, 1);

    private final Random random = new Random(3);

    static Stream<Arguments> pairs() {
        LayerShape image = new LayerShape(3, 2, 1);
        FullyConnected two = new FullyConnected(2);
        Subnetwork three = Subnetwork.relu(6, 2, 2, 2);
        Subnetwork leaky = network(new FullyConnected(2), new Rectifier(0.3), two);
        Subnetwork conv =
                new Subnetwork(
                        image,
                        List.of(
                                new Convolution(2, 2, 1, 1),
                                Rectifier.RELU,
                                new MaxPool(2, 1, 0),
                                two));
        Subnetwork maxout =
                new Subnetwork(
                        image,
                        List.of(
                                new Convolution(4, 2, 1, 0),
                                new Maxout(2),
                                new MeanPool(2, 1, 1),
                                two));
        Subnetwork squared = network(new FullyConnected(3), new Power(2), two);
        Subnetwork normalized =
                network(new FullyConnected(3), new Normalization(0.5), two, new Power(2));
        Subnetwork biased = network(new FullyConnected(2), new Bias(1), Rectifier.RELU, two);
        NonNegative positive = new NonNegative(EuclideanPlusL1.EUCLIDEAN);
        return Stream.of(
                Arguments.of(Subnetwork.relu(6, 2), new PathNorm(Subnetwork.relu(6, 2), 2)),
                Arguments.of(leaky, new SquaredNorms()),
                Arguments.of(
                        leaky, new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.sparse(0.5))),
                Arguments.of(leaky, new PathNorm(leaky, 1)),
                Arguments.of(leaky, new PathNorm(leaky, 2)),
                Arguments.of(three, new NormPowers(3, false)),
                Arguments.of(three, new NormPowers(3, true)),
                Arguments.of(three, products(3)),
                Arguments.of(
                        three,
                        new GaugeProduct(
                                List.of(EuclideanPlusL1.EUCLIDEAN, positive, EuclideanPlusL1.ONE))),
                Arguments.of(three, new PathNorm(three, 1)),
                Arguments.of(three, new PathNorm(three, 2)),
                Arguments.of(conv, new SquaredNorms()),
                Arguments.of(maxout, products(2)),
                Arguments.of(squared, new NormPowers(3, false)),
                Arguments.of(normalized, new NormPowers(3, false)),
                Arguments.of(biased, new SquaredNorms()));
    }

    /** lower ≤ truth ≤ upper, with the truth from below by another search; lower is attained. */
    @ParameterizedTest
    @MethodSource("pairs")
    void boundsHoldTheTruthBetweenThem(Subnetwork network, Regularizer theta) {
        for (int trial = 0; trial < 3; trial++) {
            DeepNetwork data = data(network, 5);
            try (DeepMap map = data.bind(new SquaredLoss(), 1, null)) {
                double truth = search(map, theta);
                PolarBounds bounds = bounds(map, theta, 1).polar();
                assertThat(truth).isLessThanOrEqualTo(bounds.upper() * (1 + 1e-12));
                assertThat(bounds.lower()).isBetween(0.98 * truth, bounds.upper());
                Factors witness = Factors.empty(network.dimensions());
                witness.setRank(1);
                for (int k = 0; k < network.blocks(); k++) {
                    double[] vector = requireNonNull(bounds.witness()).get(k);
                    for (int i = 0; i < vector.length; i++) {
                        witness.block(k).set(i, 0, vector[i]);
                    }
                }
                assertThat(theta.value(witness, 0)).isCloseTo(1, within(1e-9));
                // The lower bound is less by what rounding may have added to the value.
                assertThat(value(map, witness))
                        .isBetween(bounds.lower(), bounds.lower() + 1e-6 * truth);
            }
        }
    }

    /** max ⟨Z, S·W¹⋯W^K⟩ over balls is σ_max(ZᵀS). */
    @Test
    void linearNetworksAreSolvedExactly() {
        for (int trial = 0; trial < 20; trial++) {
            Subnetwork network =
                    network(new FullyConnected(3), new FullyConnected(2), new FullyConnected(4));
            DeepNetwork data = data(network, 12);
            PanelProducts products = new PanelProducts();
            Panel product = products.transposeMultiply(data.y().whole(), data.inputs().whole());
            double truth = SmallDense.svd(product).values()[0];
            try (DeepMap map = data.bind(new SquaredLoss(), 1, null)) {
                PolarBounds bounds = bounds(map, new NormPowers(3, false), 1).polar();
                assertThat(bounds.lower()).isCloseTo(truth, within(1e-5 * truth));
                assertThat(bounds.upper()).isBetween(truth * (1 - 1e-12), truth * (1 + 1e-9));
                double beyond = truth * (1 + 1e-8);
                assertThat(bounds(map, new NormPowers(3, false), beyond).isGlobal()).isTrue();
            }
        }
    }

    /** Any number of hidden units of two layers has the polar of one: all patterns are tried. */
    @Test
    void twoLayersAreSolvedAsOneHiddenUnit() {
        for (int trial = 0; trial < 20; trial++) {
            int hidden = 1 + trial % 3;
            double slope = trial % 2 == 0 ? 0 : 0.4;
            Subnetwork network =
                    new Subnetwork(
                            LayerShape.vector(2),
                            List.of(
                                    new FullyConnected(hidden),
                                    new Rectifier(slope),
                                    new FullyConnected(2)));
            DeepNetwork data = data(network, 5);
            double truth = ReluTruth.allPatterns(rows(data.inputs()), rows(data.y()), slope);
            try (DeepMap map = data.bind(new SquaredLoss(), 1, null)) {
                PolarBounds bounds = bounds(map, new SquaredNorms(), 1).polar();
                assertThat(bounds.lower()).isBetween(truth * (1 - 1e-8), truth * (1 + 1e-9));
                assertThat(bounds.upper()).isBetween(truth * (1 - 1e-9), truth * (1 + 1e-8));
                assertThat(bounds(map, new SquaredNorms(), truth * (1 + 1e-7)).isGlobal()).isTrue();
                Certificate below = bounds(map, new SquaredNorms(), truth * (1 - 1e-3));
                assertThat(below.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
            }
        }
    }

    /** Beyond the upper bound rank 0 is certified, below the lower one it is refuted. */
    @ParameterizedTest
    @MethodSource("pairs")
    void noSubnetworkPaysForALargeLambda(Subnetwork network, Regularizer theta) {
        try (DeepMap map = data(network, 5).bind(new SquaredLoss(), 1, null)) {
            PolarBounds bounds = bounds(map, theta, 1).polar();
            Certificate beyond = bounds(map, theta, bounds.upper() * (1 + 1e-6));
            assertThat(beyond.isGlobal()).isTrue();
            assertThat(beyond.polar().evidence()).isEqualTo(Evidence.PROBABLE);
            Certificate below = bounds(map, theta, 0.9 * bounds.lower());
            assertThat(below.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
        }
    }

    /** In between nothing is known but what was not found. */
    @Test
    void looseBoundsRefuteNothingAndConfirmNothing() {
        Subnetwork network = Subnetwork.relu(6, 2, 2, 2);
        try (DeepMap map = data(network, 5).bind(new SquaredLoss(), 1, null)) {
            Regularizer theta = new NormPowers(3, false);
            PolarBounds bounds = bounds(map, theta, 1).polar();
            double between = 0.5 * (bounds.lower() + bounds.upper());
            Certificate certificate = bounds(map, theta, between);
            assertThat(certificate.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(certificate.polar().evidence()).isEqualTo(Evidence.UNREFUTED);
            assertThat(certificate.relativeGap()).isBetween(1e-6, 1.0);
        }
    }

    @Test
    void refusesPairsWithoutABoundByName() {
        Subnetwork network = Subnetwork.relu(6, 2, 2, 2);
        Subnetwork biased =
                network(new FullyConnected(2), new Bias(1), Rectifier.RELU, new FullyConnected(2));
        refused(
                "degree of the regularizer squared-norms = 2, must equal that of the map, 3:"
                        + " what matches is norm-powers:3 or product:l2,l2,l2",
                network,
                new SquaredNorms());
        refused("what matches is squared-norms", biased, new NormPowers(3, false));
        refused(
                "allowed for the subnetwork 6 > linear:2 > bias:1",
                biased,
                new PathNorm(Subnetwork.relu(6, 2, 2), 1));
        refused(
                "regularizer = product:l2,l2",
                network(new FullyConnected(2), new Power(2)),
                products(2));
        refused("regularizer = path-norm:1", network, new PathNorm(Subnetwork.relu(6, 3, 2, 2), 1));
    }

    /** Weight decay of three layers, if it is insisted on: never more than a value. */
    @Test
    void experimentsAreNeverCertified() {
        Subnetwork network = Subnetwork.relu(6, 2, 2, 2);
        for (Regularizer theta :
                List.of(
                        new UncertifiedRegularizer(new SquaredNorms()),
                        UncertifiedRegularizer.unregularized())) {
            try (DeepMap map = data(network, 5).bind(new SquaredLoss(), 1, null)) {
                for (double lambda : new double[] {1e-3, 1e6}) {
                    Certifier certifier = new Certifier(new Objective<>(map, theta, lambda));
                    for (int rank : new int[] {0, 3}) {
                        Certificate certificate =
                                certifier.certify(network.randomWeights(rank, 1), REQUEST);
                        assertThat(certificate.verdict()).isEqualTo(Verdict.UNDECIDED);
                        assertThat(certificate.lowerBound()).isZero();
                        assertThat(certificate.gap())
                                .isBetween(
                                        certificate.objective(),
                                        certificate.objective() * (1 + 1e-12));
                        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.UNREFUTED);
                    }
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> certifier.polarAtZero(1))
                            .withMessageContaining(theta.name());
                }
            }
        }
    }

    private void refused(String message, Subnetwork network, Regularizer theta) {
        try (DeepMap map = data(network, 5).bind(new SquaredLoss(), 1, null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Certifier(new Objective<>(map, theta, 1)))
                    .withMessageContaining(message);
        }
    }

    /** Random points and small changes that help, of ⟨Z, φ⟩/θ, by plain loops. */
    private double search(DeepMap map, Regularizer theta) {
        double best = 0;
        for (int start = 0; start < 20; start++) {
            Factors w = map.data().subnetwork().randomWeights(1, start + 100);
            makeFeasible(theta, w);
            best = Math.max(best, climb(map, theta, w));
        }
        return best;
    }

    private double climb(DeepMap map, Regularizer theta, Factors w) {
        double known = ratio(map, theta, w);
        double size = 0.5;
        for (int step = 0; step < 300; step++) {
            Factors trial = w.copy();
            for (Panel block : trial.blocks()) {
                for (int i = 0; i < block.rows(); i++) {
                    block.set(i, 0, block.get(i, 0) + size * random.nextGaussian());
                }
            }
            makeFeasible(theta, trial);
            double found = ratio(map, theta, trial);
            size = found > known ? 2 * size : 0.85 * size;
            size = Math.max(size, 1e-6);
            if (found > known) {
                known = found;
                w.set(trial);
            }
        }
        return known;
    }

    /** Magnitudes where a sign is not allowed. */
    private static void makeFeasible(Regularizer theta, Factors w) {
        for (int k = 0; theta.hasGauges() && k < w.order(); k++) {
            Panel block = w.block(k);
            if (theta.gauge(k) instanceof NonNegative) {
                for (int i = 0; i < block.rows(); i++) {
                    block.set(i, 0, Math.abs(block.get(i, 0)));
                }
            }
        }
    }

    private static double ratio(DeepMap map, Regularizer theta, Factors w) {
        return value(map, w) / theta.value(w, 0);
    }

    /** ⟨Y, φ(w)⟩. */
    private static double value(DeepMap map, Factors w) {
        Panel units = map.units(w);
        Panel y = map.data().y().whole();
        double sum = 0;
        for (int e = 0; e < units.columns(); e++) {
            sum += units.get(0, e) * y.data()[e];
        }
        return sum;
    }

    private static Certificate bounds(DeepMap map, Regularizer theta, double lambda) {
        return new Certifier(new Objective<>(map, theta, lambda))
                .certify(Factors.empty(map.dimensions()), REQUEST);
    }

    private static Regularizer products(int blocks) {
        return new GaugeProduct(Collections.nCopies(blocks, EuclideanPlusL1.EUCLIDEAN));
    }

    private static Subnetwork network(Layer... layers) {
        return new Subnetwork(LayerShape.vector(6), List.of(layers));
    }

    private DeepNetwork data(Subnetwork network, int n) {
        return new DeepNetwork(
                matrix(n, network.input().size()), matrix(n, network.output().size()), network);
    }

    private DenseMatrix matrix(int rows, int columns) {
        double[] out = new double[rows * columns];
        for (int i = 0; i < out.length; i++) {
            out[i] = random.nextGaussian();
        }
        return DenseMatrix.wrap(rows, columns, out);
    }

    private static double[][] rows(DenseMatrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = matrix.whole().get(i, j);
            }
        }
        return rows;
    }
}
