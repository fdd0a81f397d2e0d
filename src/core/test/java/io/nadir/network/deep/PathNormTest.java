package io.nadir.network.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Power;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Against sums over all paths, and proximal points and maximizers against their neighbours. */
class PathNormTest {
    private final Subnetwork network = Subnetwork.relu(3, 2, 3, 2);
    private final Random random = new Random(5);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isTheNormOfTheProductsAlongAllPaths(int order) {
        PathNorm theta = new PathNorm(network, order);
        Factors w = network.randomWeights(4, 1);
        for (int i = 0; i < 4; i++) {
            double sum = 0;
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 2; b++) {
                    for (int c = 0; c < 3; c++) {
                        for (int d = 0; d < 2; d++) {
                            double path =
                                    w.block(0).get(a * 2 + b, i)
                                            * w.block(1).get(b * 3 + c, i)
                                            * w.block(2).get(c * 2 + d, i);
                            sum += Math.pow(Math.abs(path), order);
                        }
                    }
                }
            }
            double expected = Math.pow(sum, 1.0 / order);
            assertThat(theta.value(w, i)).isCloseTo(expected, within(1e-13 * expected));
        }
        assertThat(theta.degree()).isEqualTo(3);
        assertThat(theta.hiddenPaths()).isEqualTo(6);
    }

    /** No neighbour of the proximal point is better, and nothing else of the point moves. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void proximalStepsMinimize(int order) {
        PathNorm theta = new PathNorm(network, order);
        for (int trial = 0; trial < 60; trial++) {
            Factors from = network.randomWeights(2, trial);
            if (trial % 3 == 0) {
                from.block(1).set(0, 0, 0);
                from.block(1).set(1, 0, 0);
                from.block(1).set(2, 0, 0);
            }
            int k = trial % 3;
            double weight = Math.pow(10, random.nextDouble() * 3 - 2);
            Factors to = from.copy();
            theta.prox(to, k, weight);
            double least = proximal(theta, from, to, k, weight);
            for (int neighbour = 0; neighbour < 200; neighbour++) {
                Factors other = to.copy();
                double size = Math.pow(10, -random.nextInt(1, 7));
                Panel block = other.block(k);
                for (int i = 0; i < block.rows(); i++) {
                    for (int j = 0; j < 2; j++) {
                        block.set(i, j, block.get(i, j) + size * random.nextGaussian());
                    }
                }
                assertThat(proximal(theta, from, other, k, weight))
                        .isGreaterThanOrEqualTo(least * (1 - 1e-12));
            }
            to.block(k).clear();
            from.block(k).clear();
            assertThat(to.equalsExactly(from)).isTrue();
        }
    }

    @Test
    void largeWeightsShrinkEverythingWithAPathToZero() {
        for (int order : new int[] {1, 2}) {
            Factors w = network.randomWeights(2, 3);
            new PathNorm(network, order).prox(w, 1, 1e6);
            assertThat(Panels.frobenius(w.block(1))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void maximizersAttainTheDualNorm(int order) {
        PathNorm theta = new PathNorm(network, order);
        for (int trial = 0; trial < 30; trial++) {
            Factors w = network.randomWeights(2, trial);
            int k = trial % 3;
            Factors z = network.randomWeights(2, 99 + trial);
            Factors best = z.copy();
            double dual = theta.polarize(w, k, 1, best.block(k));
            Factors at = w.copy();
            copy(best.block(k), at.block(k));
            assertThat(theta.value(at, 1)).isCloseTo(1, within(1e-12));
            assertThat(inner(z.block(k), best.block(k))).isCloseTo(dual, within(1e-12 * dual));
            for (int other = 0; other < 50; other++) {
                Factors x = w.copy();
                copy(network.randomWeights(2, other).block(k), x.block(k));
                double value = inner(z.block(k), x.block(k));
                assertThat(value).isLessThanOrEqualTo(dual * theta.value(x, 1) * (1 + 1e-12));
            }
        }
    }

    @Test
    void balancingKeepsTheNormAndEvensTheBlocks() {
        PathNorm theta = new PathNorm(network, 2);
        Factors w = network.randomWeights(3, 2);
        for (int i = 0; i < w.block(0).rows(); i++) {
            w.block(0).set(i, 1, 100 * w.block(0).get(i, 1));
        }
        w.block(2).clear();
        w.block(2).set(0, 1, 3);
        double before = theta.value(w, 1);
        theta.balance(w);
        assertThat(theta.value(w, 1)).isCloseTo(before, within(1e-12 * before));
        double first = Panels.columnNorm(w.block(0), 1);
        assertThat(Panels.columnNorm(w.block(2), 1)).isCloseTo(first, within(1e-12 * first));
        assertThat(theta.value(w, 0)).isZero();
    }

    @Test
    void refusesWhatHasNoPaths() {
        Subnetwork powers =
                new Subnetwork(LayerShape.vector(3), List.of(new FullyConnected(2), new Power(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PathNorm(powers, 1))
                .withMessageContaining("layer = power:2, allowed for a path norm are linear");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PathNorm(network, 3))
                .withMessageContaining("order = 3, allowed are 1 and 2");
        assertThatThrownBy(() -> new PathNorm(network, 1).gauge(0))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static double proximal(PathNorm theta, Factors from, Factors to, int k, double weight) {
        double sum = weight * theta.value(to);
        for (int i = 0; i < from.block(k).rows(); i++) {
            for (int j = 0; j < from.rank(); j++) {
                double move = to.block(k).get(i, j) - from.block(k).get(i, j);
                sum += 0.5 * move * move;
            }
        }
        return sum;
    }

    private static void copy(Panel from, Panel to) {
        for (int i = 0; i < from.rows(); i++) {
            to.set(i, 1, from.get(i, 1));
        }
    }

    private static double inner(Panel a, Panel b) {
        return Panels.columnDot(a, 1, b, 1);
    }
}
