package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.Allocation;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.Subnetwork;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Power;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.regularizer.NormPowers;
import io.nadir.regularizer.SquaredNorms;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Proximal gradient steps for maps without Lipschitz constants. */
class BacktrackingTest {
    private static final Random RANDOM = new Random(6);
    private static final DenseMatrix INPUTS = matrix(50, 6);
    private static final DenseMatrix TARGETS = matrix(50, 2);

    static Stream<Arguments> models() {
        Subnetwork three = Subnetwork.relu(6, 4, 3, 2);
        Subnetwork cubes =
                new Subnetwork(
                        LayerShape.vector(6),
                        List.of(new FullyConnected(3), new Power(3), new FullyConnected(2)));
        return Stream.of(
                Arguments.of(TwoLayerNetwork.relu(INPUTS, TARGETS), new SquaredNorms()),
                Arguments.of(deep(three), new NormPowers(3, false)),
                Arguments.of(deep(three), product(3)),
                Arguments.of(deep(cubes), new NormPowers(4, false)));
    }

    /** Also from far outside, where no estimate holds. */
    @ParameterizedTest
    @MethodSource("models")
    void stepsAreMonotoneFromAnywhere(ModelData data, Regularizer theta) {
        for (double size : new double[] {0.1, 1, 30}) {
            try (FactorizationMap map = data.bind(new SquaredLoss(), 1, null)) {
                Factors w = start(map, size);
                theta.balance(w);
                DescentMethod method =
                        Descent.PROXIMAL_GRADIENT.method(new Objective<>(map, theta, 0.1));
                double first = map.evaluate(w, w.copy()) + 0.1 * theta.value(w);
                double before = first;
                for (int step = 0; step < 300; step++) {
                    double after = method.step(w);
                    assertThat(after).isLessThanOrEqualTo(before);
                    before = after;
                }
                double found = map.evaluate(w, w.copy()) + 0.1 * theta.value(w);
                assertThat(found).isCloseTo(before, within(1e-12 * before));
                assertThat(before).isLessThan(0.9 * first);
                if (size <= 1) {
                    assertThat(before).isLessThan(map.valueAtZero());
                }
            }
        }
    }

    @Test
    void aSavedMethodGoesOnWithTheSameBits() throws IOException {
        Regularizer theta = new NormPowers(3, false);
        try (FactorizationMap map =
                deep(Subnetwork.relu(6, 4, 3, 2)).bind(new SquaredLoss(), 1, null)) {
            Factors w = start(map, 1);
            DescentMethod method =
                    Descent.PROXIMAL_GRADIENT.method(new Objective<>(map, theta, 0.1));
            for (int step = 0; step < 5; step++) {
                method.step(w);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            method.save(new DataOutputStream(bytes));
            DescentMethod other =
                    Descent.PROXIMAL_GRADIENT.method(new Objective<>(map, theta, 0.1));
            other.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            Factors copy = w.copy();
            for (int step = 0; step < 5; step++) {
                assertThat(other.step(copy)).isEqualTo(method.step(w));
            }
        }
    }

    @Test
    @Tag("allocation")
    void warmStepsAllocateNothing() {
        Regularizer theta = product(3);
        try (FactorizationMap map =
                deep(Subnetwork.relu(6, 4, 3, 2)).bind(new SquaredLoss(), 1, null)) {
            Factors w = start(map, 1);
            theta.balance(w);
            DescentMethod method =
                    Descent.PROXIMAL_GRADIENT.method(new Objective<>(map, theta, 0.01));
            Allocation.assertNoneWhenWarm("a step", () -> method.step(w));
            assertThat(w.rank()).isEqualTo(5);
        }
    }

    private static Factors start(FactorizationMap map, double size) {
        Random random = new Random(3);
        Factors w = Factors.empty(map.dimensions());
        w.setRank(5);
        for (int k = 0; k < w.order(); k++) {
            for (int i = 0; i < w.block(k).rows(); i++) {
                for (int j = 0; j < 5; j++) {
                    w.block(k).set(i, j, size * random.nextGaussian() / Math.sqrt(6));
                }
            }
        }
        return w;
    }

    private static DeepNetwork deep(Subnetwork network) {
        return new DeepNetwork(INPUTS, TARGETS, network);
    }

    private static Regularizer product(int blocks) {
        return new GaugeProduct(Collections.nCopies(blocks, EuclideanPlusL1.EUCLIDEAN));
    }

    private static DenseMatrix matrix(int rows, int columns) {
        return DenseMatrix.wrap(
                rows, columns, RANDOM.doubles((long) rows * columns, -1, 1).toArray());
    }
}
