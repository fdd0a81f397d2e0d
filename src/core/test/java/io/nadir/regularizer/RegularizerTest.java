package io.nadir.regularizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.Regularizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

/** Regularizers against their definitions. */
class RegularizerTest {
    static List<Regularizer> regularizers() {
        return List.of(
                new SquaredNorms(),
                SquaredNorms.nonNegative(),
                new SquaredNorms(true, false),
                new SquaredNorms(false, true),
                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.EUCLIDEAN),
                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN),
                new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.4)),
                new GaugeProduct(
                        new NonNegative(EuclideanPlusL1.EUCLIDEAN),
                        new NonNegative(EuclideanPlusL1.sparse(0.4))));
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void hasItsDegree(Regularizer theta) {
        for (int seed = 0; seed < 50; seed++) {
            Factors w = point(theta, seed);
            double value = theta.value(w);
            assertThat(value).isPositive().isFinite();
            scale(w, 3);
            assertThat(theta.value(w))
                    .isCloseTo(Math.pow(3, theta.degree()) * value, within(1e-12 * value));
        }
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void proxMinimizesOverABlock(Regularizer theta) {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Factors w = point(theta, seed);
            int k = seed % 2;
            addNoise(w.block(k), 0.5, random);
            double[] start = w.toArray(k);
            double weight = 0.5 * random.nextDouble();
            theta.prox(w, k, weight);
            double best = objective(theta, w, k, start, weight);
            assertThat(best).isLessThan(Double.POSITIVE_INFINITY);
            for (int trial = 0; trial < 100; trial++) {
                Factors other = w.copy();
                addNoise(other.block(k), Math.pow(10, -random.nextInt(8)), random);
                assertThat(objective(theta, other, k, start, weight))
                        .isGreaterThanOrEqualTo(best * (1 - 1e-12));
            }
        }
    }

    /** The least of θ over rescalings is the product of the gauges. */
    @ParameterizedTest
    @MethodSource("regularizers")
    void theProductOfTheGaugesIsTheLeastValue(Regularizer theta) {
        for (int seed = 0; seed < 50; seed++) {
            Factors w = point(theta, seed);
            double left = gauge(theta, w, 0, 0);
            double right = gauge(theta, w, 1, 0);
            assertThat(theta.value(w, 0)).isGreaterThanOrEqualTo(left * right * (1 - 1e-12));
            double ratio = Math.sqrt(right / left);
            scaleColumn(w.block(0), 0, ratio);
            scaleColumn(w.block(1), 0, 1 / ratio);
            assertThat(theta.value(w, 0)).isCloseTo(left * right, within(1e-12 * left * right));
        }
    }

    @Test
    void balancingChangesNeitherProductNorValue() {
        GaugeProduct theta = new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.sparse(0.4));
        for (int seed = 0; seed < 50; seed++) {
            Factors w = point(theta, seed);
            scaleColumn(w.block(0), 0, 1e6);
            scaleColumn(w.block(1), w.rank() - 1, 0);
            Factors balanced = w.copy();
            theta.balance(balanced);
            for (int i = 0; i < w.rank(); i++) {
                double value = theta.value(w, i);
                assertThat(theta.value(balanced, i)).isCloseTo(value, within(1e-12 * value));
                assertThat(gauge(theta, balanced, 0, i))
                        .isCloseTo(gauge(theta, balanced, 1, i), within(1e-12 * value));
                double entry = w.block(0).get(0, i) * w.block(1).get(0, i);
                assertThat(balanced.block(0).get(0, i) * balanced.block(1).get(0, i))
                        .isCloseTo(entry, within(1e-12 * Math.abs(entry)));
            }
        }
    }

    @Test
    void constraintsAreNamed() {
        Factors w = Factors.copyOfPair(1, 1, 2, new double[] {1, -1}, new double[] {0, 0});
        SquaredNorms nonNegative = SquaredNorms.nonNegative();
        assertThat(nonNegative.value(w)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nonNegative.requireFeasible(w))
                .withMessageContaining("column 1 of factor 0")
                .withMessageContaining("nonnegative-l2");
        GaugeProduct product =
                new GaugeProduct(new NonNegative(EuclideanPlusL1.ONE), EuclideanPlusL1.EUCLIDEAN);
        assertThat(product.value(w, 1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatCode(() -> new SquaredNorms().requireFeasible(w)).doesNotThrowAnyException();
    }

    @Test
    void namesSayWhatIsWhat() {
        assertThat(new SquaredNorms().name()).isEqualTo("squared-norms");
        assertThat(SquaredNorms.nonNegative().name())
                .isEqualTo("squared-norms:nonnegative,nonnegative");
        assertThat(new GaugeProduct(EuclideanPlusL1.EUCLIDEAN, EuclideanPlusL1.sparse(0.5)).name())
                .isEqualTo("product:l2,l2+0.5*l1");
    }

    @Test
    void vanishedComponentsAreDropped() {
        Factors w =
                Factors.copyOfPair(
                        2, 1, 3, new double[] {1, 2, 3, 4, 5, 6}, new double[] {7, 0, 9});
        assertThat(w.dropVanished()).isTrue();
        assertThat(w.rank()).isEqualTo(2);
        assertThat(w.toArray(0)).containsExactly(1, 3, 4, 6);
        assertThat(w.toArray(1)).containsExactly(7, 9);
        assertThat(w.dropVanished()).isFalse();
    }

    private static double gauge(Regularizer theta, Factors w, int k, int column) {
        Panel block = w.block(k);
        return theta.gauge(k).value(block.data(), column, block.stride(), block.rows());
    }

    private static double objective(
            Regularizer theta, Factors w, int k, double[] start, double weight) {
        double[] now = w.toArray(k);
        double sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += 0.5 * (now[i] - start[i]) * (now[i] - start[i]);
        }
        return sum + weight * theta.value(w);
    }

    private static Factors point(Regularizer theta, int seed) {
        Random random = new Random(seed);
        int m = 1 + random.nextInt(4);
        int n = 1 + random.nextInt(4);
        int rank = 1 + random.nextInt(4);
        Factors w = Factors.zeros(rank, m, n);
        for (int k = 0; k < 2; k++) {
            addNoise(w.block(k), 1, random);
            if (theta.gauge(k) instanceof NonNegative) {
                double[] data = w.block(k).data();
                for (int i = 0; i < data.length; i++) {
                    data[i] = Math.abs(data[i]);
                }
            }
        }
        return w;
    }

    private static void addNoise(Panel block, double scale, Random random) {
        for (int i = 0; i < block.rows(); i++) {
            for (int j = 0; j < block.columns(); j++) {
                block.set(i, j, block.get(i, j) + scale * random.nextGaussian());
            }
        }
    }

    private static void scale(Factors w, double factor) {
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < w.rank(); j++) {
                scaleColumn(w.block(k), j, factor);
            }
        }
    }

    private static void scaleColumn(Panel block, int column, double factor) {
        for (int i = 0; i < block.rows(); i++) {
            block.set(i, column, factor * block.get(i, column));
        }
    }
}
