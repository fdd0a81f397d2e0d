package io.nadir.regularizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.GaugeContract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The total variation on lines and grids against a dual method that shares nothing with it. */
class TotalVariationTest {
    private static final int INSTANCES = 60;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1, 7", "2, 2", "3, 3", "2, 5", "4, 3"})
    void theProximalPointHasNoGap(int height, int width) {
        requireNoGap(height, width, INSTANCES);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({"0, 0", "3, 3", "5, 4", "6, 6", "10, 9"})
    void theProximalPointHasNoGapInMoreInstances(int height, int width) {
        requireNoGap(height, width, 2000);
    }

    private static void requireNoGap(int height, int width, int instances) {
        for (int seed = 0; seed < instances; seed++) {
            Random random = new Random(seed);
            int length = width == 0 ? 1 + random.nextInt(9) : height * width;
            TotalVariation gauge = gauge(height, width, random);
            double[] z = data(length, random);
            double weight = Math.pow(10, random.nextInt(4) - 2) * random.nextDouble();
            double[] p = z.clone();
            gauge.prox(weight, p, 0, 1, length);
            double primal = weight * value(gauge, p);
            for (int i = 0; i < length; i++) {
                primal += 0.5 * (p[i] - z[i]) * (p[i] - z[i]);
            }
            double dual = new DualDescent(gauge, weight, z).bound(primal);
            // Strong convexity: ½‖p − p*‖² ≤ gap.
            assertThat(primal - dual).isLessThanOrEqualTo(1e-12 * (1e-3 + dot(z, z)));
        }
    }

    /** A grid of one row is a line, and both solvers solve it. */
    @Test
    void flowsAndDynamicProgramsAgreeOnLines() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            double[] flow = data(1 + random.nextInt(60), random);
            double[] program = flow.clone();
            double weight = Math.pow(10, random.nextInt(5) - 3) * random.nextDouble();
            GridVariation.prox(1, flow.length, weight, 0, false, flow);
            LineVariation.prox(weight, program);
            assertThat(program).containsExactly(flow, within(1e-12));
        }
    }

    /** Data without noise have large regions, and data that are even have ties. */
    @Test
    void regionsAreFound() {
        double[] z = new double[100];
        for (int i = 0; i < 100; i++) {
            z[i] = i / 10 < 5 && i % 10 < 4 ? 3 : 0;
        }
        TotalVariation.grid(10, 10, 1, 0, 1).prox(0, z, 0, 1, 100);
        assertThat(z[0]).isEqualTo(3);
        GridVariation.prox(10, 10, 0.5, 0, false, z);
        // 9 of the 20 pixels' edges lead out of the corner of 5 x 4.
        assertThat(z[0]).isCloseTo(3 - 0.5 * 9 / 20, within(1e-14));
        assertThat(z[99]).isCloseTo(0.5 * 9 / 80, within(1e-14));
    }

    @Test
    void weightsOfAnySizeGiveAConstantOrNothing() {
        double[] z = {1, 5, 2, 8};
        for (TotalVariation gauge :
                new TotalVariation[] {
                    TotalVariation.line(1, 0, 0x1p40), TotalVariation.grid(2, 2, 1, 0, 0x1p40)
                }) {
            double[] p = z.clone();
            gauge.prox(1, p, 0, 1, 4);
            assertThat(p).containsOnly(p[0]);
            assertThat(p[0]).isCloseTo(4 * (1 - 1 / 8.0), within(1e-14));
            gauge.prox(1e300, p, 0, 1, 4);
            assertThat(p).containsOnly(0);
        }
    }

    /** g°(z) ≤ t if and only if the proximal point of t·g is 0. */
    @ParameterizedTest
    @CsvSource({"0, 0", "3, 3", "4, 6"})
    void nothingIsLeftAtTheDualGauge(int height, int width) {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int length = width == 0 ? 1 + random.nextInt(40) : height * width;
            TotalVariation gauge = gauge(height, width, random);
            double[] z = data(length, random);
            double scale = Math.pow(10, random.nextInt(200) - 100);
            for (int i = 0; i < length; i++) {
                z[i] *= scale;
            }
            double[] x = z.clone();
            double dual = gauge.polarize(x, 0, 1, length);
            assertThat(dot(z, x)).isCloseTo(dual, within(1e-13 * dual));
            for (double beside : new double[] {1 - 1e-7, 1 + 1e-12}) {
                double[] p = z.clone();
                gauge.prox(beside * dual, p, 0, 1, length);
                double left = largest(p);
                if (beside > 1 || dual == 0) {
                    assertThat(left).isLessThanOrEqualTo(1e-12 * largest(z));
                } else {
                    assertThat(left).isPositive();
                }
            }
        }
    }

    @Test
    void constraintsBeforeTheTotalVariationAreWrong() {
        double[] z = {-4, 1.5};
        double[] wrong = {0, 1.5};
        LineVariation.prox(1, wrong);
        TotalVariation.line(0, 0.25, 1).onNonNegative().prox(1, z, 0, 1, 2);
        assertThat(wrong).containsExactly(0.75, 0.75);
        assertThat(z).containsExactly(0, 0.25);
    }

    @Test
    void theContractHolds() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            GaugeContract.require(gauge(5, 4, random), 20);
            GaugeContract.require(gauge(0, 0, random), 1 + seed);
        }
        NonNegative wrong = new NonNegative(TotalVariation.line(1, 0.2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaugeContract.require(wrong, 9))
                .withMessageContaining("nonnegative-l2+0.2*l1+tv breaks its contract");
    }

    @Test
    void namesHaveAllParameters() {
        assertThat(TotalVariation.line(1, 0, 0.5).name()).isEqualTo("l2+0.5*tv");
        assertThat(TotalVariation.grid(40, 30, 2, 0.5, 1).onNonNegative().name())
                .isEqualTo("nonnegative-2.0*l2+0.5*l1+tv:40x30");
    }

    @Test
    void argumentsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TotalVariation.line(0, 0, 1))
                .withMessageContaining("euclidean = one = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TotalVariation.line(1, 0, 0))
                .withMessage("variation = 0.0, allowed are 2^-40 to 2^40");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TotalVariation.grid(0, 5, 1, 0, 1))
                .withMessageContaining("grid = 0x5, allowed are at least 1x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TotalVariation.grid(3, 5, 1, 0, 1).value(new double[4], 0, 1, 4))
                .withMessage("length = 4, allowed with l2+tv:3x5 is 3·5 = 15");
    }

    private static TotalVariation gauge(int height, int width, Random random) {
        double euclidean = random.nextInt(3) == 0 ? 0 : 0.1 + random.nextDouble();
        double one = euclidean > 0 && random.nextInt(3) == 0 ? 0 : 0.1 + random.nextDouble();
        TotalVariation gauge =
                new TotalVariation(
                        euclidean, one, 0.05 + random.nextDouble(), height, width, false);
        return random.nextBoolean() ? gauge : gauge.onNonNegative();
    }

    /** Some with steps, some with ties. */
    private static double[] data(int length, Random random) {
        double[] z = new double[length];
        int kind = random.nextInt(3);
        for (int i = 0; i < length; i++) {
            double step = i > length / 2 ? 2 : 0;
            z[i] = kind == 0 ? random.nextInt(4) - 1 : random.nextGaussian() + (kind - 1) * step;
        }
        return z;
    }

    private static double value(TotalVariation gauge, double[] x) {
        return gauge.value(x, 0, 1, x.length);
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double element : x) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /**
     * Maximizes the dual ½‖z‖² − ½‖z − Dᵀf − s − q‖², |f| ≤ weight·c, |s| ≤ weight·b (s unbounded
     * below for x ≥ 0), ‖q‖ ≤ weight·a, exactly in one variable or block at a time.
     */
    private static final class DualDescent {
        private static final int SWEEPS = 200_000;

        private final double[] z;
        private final double[] rest;
        private final double[] s;
        private final double[] q;
        private final double[] flow;
        private final int[][] edges;
        private final double edge;
        private final double threshold;
        private final double ball;
        private final boolean nonNegative;

        DualDescent(TotalVariation gauge, double weight, double[] z) {
            this.z = z;
            this.rest = z.clone();
            this.s = new double[z.length];
            this.q = new double[z.length];
            int columns = gauge.width() == 0 ? z.length : gauge.width();
            List<int[]> pairs = new ArrayList<>();
            for (int i = 0; i < z.length; i++) {
                for (int j = i + 1; j < z.length; j++) {
                    boolean beside = j == i + 1 && i / columns == j / columns;
                    if (beside || j == i + columns) {
                        pairs.add(new int[] {i, j});
                    }
                }
            }
            this.edges = pairs.toArray(int[][]::new);
            this.flow = new double[edges.length];
            this.edge = weight * gauge.variation();
            this.threshold = weight * gauge.one();
            this.ball = weight * gauge.euclidean();
            this.nonNegative = gauge.nonNegative();
        }

        /** Goes on until the bound meets a primal value, or for long. */
        double bound(double primal) {
            double bound = 0;
            for (int sweep = 1; sweep <= SWEEPS; sweep++) {
                sweep();
                bound = 0.5 * (dot(z, z) - dot(rest, rest));
                if (primal - bound <= 1e-13 * (1e-3 + dot(z, z))) {
                    break;
                }
            }
            return bound;
        }

        private void sweep() {
            for (int e = 0; e < edges.length; e++) {
                int i = edges[e][0];
                int j = edges[e][1];
                double free = flow[e] + 0.5 * (rest[i] - rest[j]);
                double next = Math.clamp(free, -edge, edge);
                rest[i] -= next - flow[e];
                rest[j] += next - flow[e];
                flow[e] = next;
            }
            double square = 0;
            for (int i = 0; i < z.length; i++) {
                double free = rest[i] + s[i];
                double least = nonNegative ? Double.NEGATIVE_INFINITY : -threshold;
                s[i] = Math.clamp(free, least, threshold);
                rest[i] = free - s[i] + q[i];
                square += rest[i] * rest[i];
            }
            double factor = square > ball * ball ? ball / Math.sqrt(square) : 1;
            for (int i = 0; i < z.length; i++) {
                q[i] = factor * rest[i];
                rest[i] -= q[i];
            }
        }
    }
}
