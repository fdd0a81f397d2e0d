package io.nadir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.array.Panel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

class ConicReductionTest {
    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "2, 1, 1",
        "7, 3, 3",
        "50, 1, 1",
        "300, 20, 20",
        "300, 40, 11",
        "5, 100, 5",
        "3000, 60, 60"
    })
    void sumsStayCostsDoNotRiseAndFewAreLeft(int n, int dimension, int rank) {
        for (int trial = 0; trial < (n > 1000 ? 1 : 20); trial++) {
            Panel points = points(n, dimension, rank);
            double[] c = positive(n);
            double[] costs = positive(n);
            double[] reduced = ConicReduction.reduce(points, c, costs, () -> {});
            requireReduced(points, c, costs, reduced, rank);
        }
    }

    /** Norms are costs of the kind that units have; scales of the vectors differ widely. */
    @Test
    void vectorsOfAllScalesKeepTheirSum() {
        for (int trial = 0; trial < 50; trial++) {
            Panel points = points(60, 10, 10);
            double[] costs = new double[60];
            for (int i = 0; i < 60; i++) {
                double scale = Math.pow(10, random.nextInt(-12, 13));
                Kernels.get().scale(scale, points.data(), i * points.stride(), 10);
                costs[i] = scale;
            }
            double[] c = new double[60];
            Arrays.fill(c, 1);
            requireReduced(points, c, costs, ConicReduction.reduce(points, c, costs, () -> {}), 10);
        }
    }

    /** Nearly dependent vectors make null vectors with huge elements. */
    @Test
    void nearlyDependentVectorsKeepTheirSum() {
        for (double distance : new double[] {1e-3, 1e-7, 1e-10, 1e-12, 1e-15}) {
            Panel points = points(80, 12, 3);
            for (int i = 0; i < points.rows(); i++) {
                for (int j = 0; j < 12; j++) {
                    points.set(i, j, points.get(i, j) + distance * random.nextGaussian());
                }
            }
            double[] c = positive(80);
            double[] costs = positive(80);
            requireReduced(points, c, costs, ConicReduction.reduce(points, c, costs, () -> {}), 12);
        }
    }

    @Test
    void zerosDuplicatesAndOppositesVanish() {
        Panel points = Panel.zeros(5, 2);
        points.set(1, 0, 1);
        points.set(2, 0, 1);
        points.set(3, 0, -1);
        double[] ones = {1, 1, 1, 1, 1};
        double[] costs = {1, 2, 1, 1, 0};
        double[] reduced = ConicReduction.reduce(points, ones, costs, () -> {});
        assertThat(reduced).containsExactly(0, 0, 1, 0, 0);
    }

    @Test
    void vectorsWithoutCostMayVanishToo() {
        Panel points = points(9, 3, 3);
        double[] ones = new double[9];
        Arrays.fill(ones, 1);
        double[] reduced = ConicReduction.reduce(points, ones, new double[9], () -> {});
        requireReduced(points, ones, new double[9], reduced, 3);
    }

    @Test
    void badArgumentsAreRefused() {
        Panel points = points(2, 2, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ConicReduction.reduce(
                                points, new double[] {1, -1}, new double[2], () -> {}))
                .withMessageContaining("coefficients = -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ConicReduction.reduce(
                                points, new double[2], new double[] {Double.NaN, 1}, () -> {}))
                .withMessageContaining("costs = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ConicReduction.reduce(points, new double[3], new double[2], () -> {}))
                .withMessageContaining("coefficients.length = 3");
    }

    private static void requireReduced(
            Panel points, double[] c, double[] costs, double[] reduced, int rank) {
        int left = 0;
        double before = 0;
        double after = 0;
        double size = 0;
        double[] drift = new double[points.columns()];
        for (int i = 0; i < c.length; i++) {
            assertThat(reduced[i]).isBetween(0.0, Double.MAX_VALUE);
            left += reduced[i] > 0 ? 1 : 0;
            before += c[i] * costs[i];
            after += reduced[i] * costs[i];
            double norm = 0;
            for (int j = 0; j < drift.length; j++) {
                drift[j] += (reduced[i] - c[i]) * points.get(i, j);
                norm += points.get(i, j) * points.get(i, j);
            }
            size += (c[i] + reduced[i]) * Math.sqrt(norm);
        }
        assertThat(left).isLessThanOrEqualTo(rank);
        assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-12));
        double norm = 0;
        for (double element : drift) {
            norm += element * element;
        }
        assertThat(Math.sqrt(norm)).isLessThanOrEqualTo(1e-10 * size);
    }

    private Panel points(int n, int dimension, int rank) {
        Panel left = gaussian(n, rank);
        return rank == dimension
                ? left
                : new PanelProducts().multiply(left, gaussian(rank, dimension));
    }

    private Panel gaussian(int rows, int columns) {
        Panel out = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out.set(i, j, random.nextGaussian());
            }
        }
        return out;
    }

    private double[] positive(int n) {
        return random.doubles(n, 0.1, 2).toArray();
    }
}
