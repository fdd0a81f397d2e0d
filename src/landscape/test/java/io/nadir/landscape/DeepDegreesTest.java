package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepMap;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.PathNorm;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Normalization;
import io.nadir.network.deep.layer.Power;
import io.nadir.network.deep.layer.Rectifier;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.regularizer.UncertifiedRegularizer;
import io.nadir.solver.Descent;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Degrees of deep networks, and section 8 of Haeffele &amp; Vidal 2017 shown on one. */
class DeepDegreesTest {
    private final Random random = new Random(8);

    @Test
    void confirmsWhatMatches() {
        Subnetwork three = Subnetwork.relu(4, 3, 2, 2);
        Subnetwork squares = network(new FullyConnected(3), new Power(2), new FullyConnected(2));
        Subnetwork bias =
                network(new FullyConnected(3), new Bias(1), Rectifier.RELU, new FullyConnected(2));
        Subnetwork reset =
                network(
                        new FullyConnected(3),
                        new Normalization(1),
                        new FullyConnected(2),
                        new Power(2));
        requireMatch(three, new NormPowers(3, false), "degree 3 (in its blocks [1.0, 1.0, 1.0])");
        requireMatch(three, product(3), "they match");
        requireMatch(three, new PathNorm(three, 1), "they match");
        requireMatch(three, new PathNorm(three, 2), "they match");
        requireMatch(squares, new NormPowers(3, false), "degree 3 (in its blocks [2.0, 1.0])");
        requireMatch(bias, new SquaredNorms(), "degree 2 (in all blocks together)");
        requireMatch(reset, new SquaredNorms(), "degree 2 (in its blocks [0.0, 2.0])");
    }

    /** A product of norms is 0 where the bias alone has an output. */
    @Test
    void seesThatAProductAndABiasAreDegenerate() {
        Subnetwork bias =
                network(new FullyConnected(2), new Bias(1), new FullyConnected(2), new Power(3));
        try (DeepMap map = data(bias).bind(new SquaredLoss(), 1, null)) {
            Factors w = bias.randomWeights(2, 1);
            DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, product(3), w);
            assertThat(diagnosis.isMatched()).isFalse();
            assertThat(diagnosis.degenerate()).isTrue();
        }
    }

    @Test
    void explainsWhatDoesNotMatchWithARemedy() {
        Subnetwork three = Subnetwork.relu(4, 3, 2, 2);
        try (DeepMap map = data(three).bind(new SquaredLoss(), 1, null)) {
            Factors w = three.randomWeights(3, 1);
            assertThat(DegreeDiagnosis.of(map, new SquaredNorms(), w).message())
                    .contains(
                            "map has degree 3",
                            "squared-norms degree 2",
                            "local minimum",
                            "norm-powers:3 or product:l2,l2,l2");
            assertThat(DegreeDiagnosis.of(map, new NormPowers(5, false), w).message())
                    .contains("norm-powers:5 degree 5", "r^(1 - 5/3)", "norm-powers:3");
        }
    }

    /** Proposition 2: whatever weight decay learns, the way to it from the origin leads up. */
    @Test
    void weightDecayOfThreeLayersHasASpuriousMinimumAtTheOrigin() {
        Subnetwork three = Subnetwork.relu(4, 3, 2, 2);
        Regularizer decay = new UncertifiedRegularizer(new SquaredNorms());
        try (DeepMap map = data(three).bind(new SquaredLoss(), 1, null)) {
            double lambda = 0.02;
            Factors learned = three.randomWeights(6, 1);
            descend(map, decay, lambda, learned, 200);
            DegreeDemonstration shown = DegreeDemonstration.of(map, decay, lambda, learned, 3);
            assertThat(shown.isOriginSpurious()).isTrue();
            assertThat(shown.isSizeUncontrolled()).isFalse();
            assertThat(shown.ray().getLast().objective()).isLessThan(0.9 * shown.atOrigin());
            // Descent from nearby falls back to it.
            Factors near = three.randomWeights(6, 2);
            near.scale(1e-3);
            descend(map, decay, lambda, near, 200);
            assertThat(near.inner(near)).isLessThan(1e-6);
            // With the degree of the map every ray that pays at all pays from the first step.
            Regularizer powers = new NormPowers(3, false);
            Factors matched = three.randomWeights(6, 1);
            descend(map, powers, lambda, matched, 200);
            DegreeDemonstration other = DegreeDemonstration.of(map, powers, lambda, matched, 3);
            assertThat(other.ray().getLast().objective()).isLessThan(0.9 * other.atOrigin());
            assertThat(other.isOriginSpurious()).isFalse();
            assertThat(other.isSizeUncontrolled()).isFalse();
        }
    }

    /** The rise that is stated is below the one that is measured, where that can be. */
    @Test
    void risesAreLowerBounds() {
        Subnetwork three = Subnetwork.relu(4, 3, 2, 2);
        try (DeepMap map = data(three).bind(new SquaredLoss(), 1, null)) {
            DegreeDemonstration shown =
                    DegreeDemonstration.of(
                            map, new SquaredNorms(), 0.1, three.randomWeights(5, 3), 0);
            assertThat(shown.ray()).hasSize(161);
            for (DegreeDemonstration.RayPoint point : shown.ray()) {
                double measured = point.objective() - shown.atOrigin();
                assertThat(point.rise()).isLessThanOrEqualTo(measured + 1e-12 * shown.atOrigin());
            }
        }
    }

    /** Equation 24: columns in place of one, the same output, a penalty that vanishes. */
    @Test
    void aLargerDegreeLeavesTheSizeUncontrolled() {
        Subnetwork two = Subnetwork.relu(4, 3, 2);
        try (DeepMap map = data(two).bind(new SquaredLoss(), 1, null)) {
            Factors w = two.randomWeights(3, 1);
            DegreeDemonstration shown =
                    DegreeDemonstration.of(map, new NormPowers(4, false), 0.5, w, 6);
            assertThat(shown.isSizeUncontrolled()).isTrue();
            assertThat(shown.splits()).hasSize(7);
            DegreeDemonstration.Split first = shown.splits().getFirst();
            DegreeDemonstration.Split last = shown.splits().getLast();
            assertThat(last.copies()).isEqualTo(64);
            assertThat(last.loss()).isCloseTo(first.loss(), within(1e-10 * first.loss()));
            // m^(1 − 4/2) of it is left.
            assertThat(last.penalty()).isCloseTo(first.penalty() / 64, within(1e-10));
        }
    }

    @Test
    void refusesNumbersThatAreNotAllowed() {
        Subnetwork two = Subnetwork.relu(4, 2);
        try (DeepMap map = data(two).bind(new SquaredLoss(), 1, null)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            DegreeDemonstration.of(
                                    map, new SquaredNorms(), 1, two.randomWeights(1, 1), 11))
                    .withMessageContaining("doublings = 11, allowed are 0 to 10");
        }
    }

    private void requireMatch(Subnetwork network, Regularizer theta, String message) {
        try (DeepMap map = data(network).bind(new SquaredLoss(), 1, null)) {
            DegreeDiagnosis diagnosis = DegreeDiagnosis.of(map, theta, network.randomWeights(2, 1));
            assertThat(diagnosis.message()).contains(message);
            assertThat(diagnosis.isMatched()).as(diagnosis.toString()).isTrue();
        }
    }

    private static void descend(
            DeepMap map, Regularizer theta, double lambda, Factors w, int steps) {
        DescentMethod method =
                Descent.PROXIMAL_GRADIENT.method(new Objective<>(map, theta, lambda));
        for (int step = 0; step < steps; step++) {
            method.step(w);
        }
    }

    private static Regularizer product(int blocks) {
        return new GaugeProduct(Collections.nCopies(blocks, EuclideanPlusL1.EUCLIDEAN));
    }

    private static Subnetwork network(Layer... layers) {
        return new Subnetwork(LayerShape.vector(4), List.of(layers));
    }

    private DeepNetwork data(Subnetwork network) {
        return new DeepNetwork(matrix(20, 4), matrix(20, 2), network);
    }

    private DenseMatrix matrix(int rows, int columns) {
        return DenseMatrix.wrap(
                rows, columns, random.doubles((long) rows * columns, -1, 1).toArray());
    }
}
