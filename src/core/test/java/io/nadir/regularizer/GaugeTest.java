package io.nadir.regularizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.Gauge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

/** Gauges against their definitions. */
class GaugeTest {
    private static final int INSTANCES = 300;

    static List<Gauge> gauges() {
        return List.of(
                EuclideanPlusL1.EUCLIDEAN,
                EuclideanPlusL1.ONE,
                EuclideanPlusL1.sparse(0.3),
                EuclideanPlusL1.sparse(20),
                new EuclideanPlusL1(0.5, 0),
                new EuclideanPlusL1(0, 3),
                new NonNegative(EuclideanPlusL1.EUCLIDEAN),
                new NonNegative(EuclideanPlusL1.ONE),
                new NonNegative(EuclideanPlusL1.sparse(0.7)),
                TotalVariation.line(1, 0, 0.4),
                TotalVariation.line(0, 1, 2),
                TotalVariation.line(1, 0.3, 0.5).onNonNegative());
    }

    @ParameterizedTest
    @MethodSource("gauges")
    void isHomogeneousAndBoundedBelow(Gauge gauge) {
        for (int seed = 0; seed < INSTANCES; seed++) {
            double[] x = inDomain(gauge, vector(seed));
            double value = value(gauge, x);
            double[] scaled = x.clone();
            for (int i = 0; i < x.length; i++) {
                scaled[i] *= 3.5;
            }
            assertThat(value(gauge, scaled)).isCloseTo(3.5 * value, within(1e-13 * value));
            assertThat(value).isGreaterThanOrEqualTo(gauge.lowerConstant() * norm(x) * (1 - 1e-14));
        }
    }

    /** The objective is convex: no better point anywhere means none nearby, at any distance. */
    @ParameterizedTest
    @MethodSource("gauges")
    void proxMinimizes(Gauge gauge) {
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[] z = vector(seed);
            double weight = Math.pow(10, random.nextInt(5) - 3) * random.nextDouble();
            double[] p = z.clone();
            gauge.prox(weight, p, 0, 1, p.length);
            double best = proxObjective(gauge, weight, z, p);
            assertThat(best).isLessThan(Double.POSITIVE_INFINITY);
            for (int trial = 0; trial < 200; trial++) {
                double[] other = perturbed(p, Math.pow(10, -random.nextInt(8)), random);
                assertThat(proxObjective(gauge, weight, z, other))
                        .isGreaterThanOrEqualTo(best * (1 - 1e-13));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gauges")
    void theDualIsTheMaximum(Gauge gauge) {
        for (int seed = 0; seed < INSTANCES; seed++) {
            Random random = new Random(seed);
            double[] z = vector(seed);
            double[] x = z.clone();
            double dual = gauge.polarize(x, 0, 1, x.length);
            assertThat(dot(z, x)).isCloseTo(dual, within(1e-12 * dual));
            assertThat(value(gauge, x)).isCloseTo(dual > 0 ? 1 : 0, within(1e-12));
            for (int trial = 0; trial < 200; trial++) {
                double scale = Math.pow(10, -random.nextInt(8));
                double[] other =
                        inDomain(
                                gauge,
                                trial % 2 == 0
                                        ? perturbed(x, scale, random)
                                        : vector(trial, x.length));
                double size = value(gauge, other);
                if (size > 0) {
                    assertThat(dot(z, other) / size).isLessThanOrEqualTo(dual * (1 + 1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gauges")
    void strideAndOffsetSelectAColumn(Gauge gauge) {
        for (int seed = 0; seed < 50; seed++) {
            double[] x = vector(seed);
            double[] panel = new Random(seed).doubles(3L * x.length + 2).toArray();
            double[] before = panel.clone();
            put(x, panel);
            double[] expected = x.clone();
            assertThat(gauge.value(panel, 2, 3, x.length))
                    .isCloseTo(value(gauge, x), within(1e-12 * norm(x) * 30));
            gauge.prox(0.1, panel, 2, 3, x.length);
            gauge.prox(0.1, expected, 0, 1, x.length);
            assertThat(taken(panel, x.length)).containsExactly(expected, within(1e-13));
            put(x, panel);
            expected = x.clone();
            assertThat(gauge.polarize(panel, 2, 3, x.length))
                    .isCloseTo(
                            gauge.polarize(expected, 0, 1, x.length), within(1e-12 * norm(x) * 30));
            assertThat(taken(panel, x.length)).containsExactly(expected, within(1e-13));
            for (int i = 0; i < panel.length; i++) {
                if (i < 2 || (i - 2) % 3 != 0 || i >= 2 + 3 * x.length) {
                    assertThat(panel[i]).isEqualTo(before[i]);
                }
            }
        }
    }

    @Test
    void negativeElementsAreOutsideTheDomain() {
        Gauge gauge = new NonNegative(EuclideanPlusL1.EUCLIDEAN);
        assertThat(gauge.value(new double[] {1, -1e-300}, 0, 1, 2))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(gauge.value(new double[] {1, -0.0}, 0, 1, 2)).isEqualTo(1);
    }

    @Test
    void weightsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EuclideanPlusL1(-1, 1))
                .withMessageContaining("euclidean = -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EuclideanPlusL1.sparse(Double.NaN))
                .withMessageContaining("one = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EuclideanPlusL1(0, 0))
                .withMessageContaining("allowed is at most one");
    }

    private static double proxObjective(Gauge gauge, double weight, double[] z, double[] x) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += 0.5 * (x[i] - z[i]) * (x[i] - z[i]);
        }
        return sum + weight * value(gauge, x);
    }

    private static double[] perturbed(double[] x, double scale, Random random) {
        double[] out = x.clone();
        for (int i = 0; i < x.length; i++) {
            out[i] += random.nextInt(3) == 0 ? 0 : scale * random.nextGaussian();
        }
        return out;
    }

    private static double[] inDomain(Gauge gauge, double[] x) {
        double[] out = x.clone();
        if (value(gauge, x) == Double.POSITIVE_INFINITY) {
            for (int i = 0; i < x.length; i++) {
                out[i] = Math.abs(x[i]);
            }
        }
        return out;
    }

    private static double[] vector(int seed) {
        return vector(seed, 1 + new Random(seed).nextInt(6));
    }

    private static double[] vector(int seed, int length) {
        Random random = new Random(31L * seed + 7);
        double[] x = new double[length];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextInt(5) == 0 ? 0 : random.nextGaussian() * (seed % 3 == 0 ? 0.01 : 1);
        }
        return x;
    }

    private static double value(Gauge gauge, double[] x) {
        return gauge.value(x, 0, 1, x.length);
    }

    private static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void put(double[] x, double[] panel) {
        for (int i = 0; i < x.length; i++) {
            panel[2 + 3 * i] = x[i];
        }
    }

    private static double[] taken(double[] panel, int length) {
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = panel[2 + 3 * i];
        }
        return out;
    }
}
