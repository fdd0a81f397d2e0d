package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.HuberLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.ModelData.Baseline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Simple models without factors, against least squares by elimination. */
class BaselinesTest {
    private static final int M = 9;
    private static final int N = 7;

    private final double[] y = new double[M * N];
    private final double[] weights = new double[M * N];

    BaselinesTest() {
        Random random = new Random(4);
        for (int k = 0; k < y.length; k++) {
            y[k] = 3 + k / N - 2 * (k % N) + random.nextGaussian();
            weights[k] = k % N == 0 || random.nextInt(3) > 0 ? 0.5 + random.nextDouble() : 0;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-400, 1, 0x1p300})
    void squaresAreThoseOfNormalEquations(double scale) {
        double[] scaled = new double[y.length];
        for (int k = 0; k < y.length; k++) {
            scaled[k] = y[k] * scale;
        }
        MatrixData data =
                DenseMatrix.wrap(M, N, scaled).withWeights(DenseMatrix.wrap(M, N, weights));
        List<Baseline> baselines = data.baselines(new SquaredLoss());
        assertThat(baselines)
                .extracting(Baseline::name)
                .containsExactly("mean", "offsets", "damped offsets");
        double mean = mean();
        double[] offsets = offsets();
        double[] damped = damped(5);
        for (int k = 0; k < y.length; k++) {
            assertThat(entry(baselines.get(0), k) / scale).isCloseTo(mean, within(1e-10));
            assertThat(entry(baselines.get(1), k) / scale)
                    .isCloseTo(offsets[k / N] + offsets[M + k % N], within(1e-9));
            assertThat(entry(baselines.get(2), k) / scale)
                    .isCloseTo(damped[M + N] + damped[k / N] + damped[M + k % N], within(1e-7));
        }
    }

    @Test
    void weightsOfAllEntriesDoNotMatterUnlessDamped() {
        MatrixData data = DenseMatrix.wrap(M, N, y).withWeights(DenseMatrix.wrap(M, N, weights));
        double[] thousand = new double[weights.length];
        for (int k = 0; k < thousand.length; k++) {
            thousand[k] = 0x1p500 * weights[k];
        }
        MatrixData heavy = DenseMatrix.wrap(M, N, y).withWeights(DenseMatrix.wrap(M, N, thousand));
        List<Baseline> light = data.baselines(new SquaredLoss());
        List<Baseline> strong = heavy.baselines(new SquaredLoss());
        for (int k = 0; k < y.length; k++) {
            assertThat(entry(strong.get(1), k)).isCloseTo(entry(light.get(1), k), within(1e-9));
            // So many entries need no damping.
            assertThat(entry(strong.get(2), k)).isCloseTo(entry(light.get(1), k), within(1e-4));
        }
    }

    /** No other numbers have a smaller loss. */
    @Test
    void otherLossesHaveTheirOwnBest() {
        Loss loss = new HuberLoss(0.4);
        MatrixData data = DenseMatrix.wrap(M, N, y);
        List<Baseline> baselines = data.baselines(loss);
        assertThat(baselines).extracting(Baseline::name).containsExactly("mean", "offsets");
        double mean = entry(baselines.get(0), 0);
        double slope = 0;
        for (double value : y) {
            slope += loss.derivative(value, mean);
        }
        assertThat(slope).isCloseTo(0, within(1e-9));
        for (int i = 0; i < M; i++) {
            double sum = 0;
            for (int j = 0; j < N; j++) {
                sum += loss.derivative(y[i * N + j], entry(baselines.get(1), i * N + j));
            }
            assertThat(sum).isCloseTo(0, within(1e-8));
        }
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int i = 0; i < M; i++) {
                sum += loss.derivative(y[i * N + j], entry(baselines.get(1), i * N + j));
            }
            assertThat(sum).isCloseTo(0, within(1e-8));
        }
    }

    /** Rows and columns without entries are predicted by the mean and the other offset. */
    @Test
    void unseenRowsAndColumnsHaveNoOffset() {
        double nan = Double.NaN;
        double[] few = {1, 3, nan, 2, 4, nan, nan, nan, nan};
        ObservedEntries data = ObservedEntries.copyOfNonNaN(3, 3, few);
        for (Baseline baseline : data.baselines(new SquaredLoss())) {
            assertThat(baseline.model().entries(new int[] {2}, new int[] {2})[0])
                    .as(baseline.name())
                    .isCloseTo(2.5, within(1e-12));
        }
    }

    private static double entry(Baseline baseline, int k) {
        return baseline.model().entries(new int[] {k / N}, new int[] {k % N})[0];
    }

    private double mean() {
        double sum = 0;
        double total = 0;
        for (int k = 0; k < y.length; k++) {
            sum += weights[k] * y[k];
            total += weights[k];
        }
        return sum / total;
    }

    /** The best p_i + q_j with q_0 = 0. */
    private double[] offsets() {
        double[][] system = normalEquations(M + N);
        system[M] = new double[M + N + 1];
        system[M][M] = 1;
        return solve(system);
    }

    /** The best a, b and μ under a penalty of a and b. */
    private double[] damped(double penalty) {
        double[][] system = normalEquations(M + N + 1);
        for (int k = 0; k < M + N; k++) {
            system[k][k] += penalty;
        }
        return solve(system);
    }

    /** Those for p, q and, if the size is one more, a common offset. */
    private double[][] normalEquations(int size) {
        double[][] system = new double[size][size + 1];
        for (int k = 0; k < y.length; k++) {
            int[] terms = {k / N, M + k % N, M + N};
            for (int a = 0; a < Math.min(3, size - M - N + 2); a++) {
                for (int b = 0; b < Math.min(3, size - M - N + 2); b++) {
                    system[terms[a]][terms[b]] += weights[k];
                }
                system[terms[a]][size] += weights[k] * y[k];
            }
        }
        return system;
    }

    private static double[] solve(double[][] a) {
        int size = a.length;
        for (int k = 0; k < size; k++) {
            int pivot = k;
            for (int i = k; i < size; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            for (int i = 0; i < size; i++) {
                double factor = i == k ? 0 : a[i][k] / row[k];
                for (int j = k; j <= size; j++) {
                    a[i][j] -= factor * row[j];
                }
            }
        }
        double[] x = new double[size];
        for (int k = 0; k < size; k++) {
            x[k] = a[k][size] / a[k][k];
        }
        return x;
    }
}
