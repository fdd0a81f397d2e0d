package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.PoissonLoss;
import io.nadir.model.ModelData.Baseline;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Simple models of counts against closed forms and conditions of optimality. */
class RateBaselinesTest {
    private static final int M = 9;
    private static final int N = 7;

    private static double[] counts() {
        Random random = new Random(3);
        double[] y = new double[M * N];
        for (int e = 0; e < y.length; e++) {
            y[e] = random.nextInt(1 + e / N) * random.nextInt(1 + e % N);
        }
        return y;
    }

    private static double[] weights() {
        Random random = new Random(4);
        double[] weights = new double[M * N];
        Arrays.setAll(weights, e -> random.nextInt(4) == 0 ? 0 : random.nextDouble());
        return weights;
    }

    private static double[] entries(Baseline baseline) {
        return baseline.model().allEntries();
    }

    private static List<Baseline> baselines(MatrixData data, double epsilon) {
        List<Baseline> found = data.baselines(new PoissonLoss(epsilon));
        assertThat(found)
                .extracting(Baseline::name)
                .containsExactly("mean", "row and column rates");
        return found;
    }

    @Test
    void theMeanIsThatOfTheCounts() {
        double[] y = counts();
        double[] weights = weights();
        double plain = Arrays.stream(y).sum() / y.length;
        double sum = 0;
        double total = 0;
        for (int e = 0; e < y.length; e++) {
            sum += weights[e] * y[e];
            total += weights[e];
        }
        MatrixData dense = DenseMatrix.wrap(M, N, y);
        MatrixData weighted =
                DenseMatrix.wrap(M, N, y).withWeights(DenseMatrix.wrap(M, N, weights));
        for (double epsilon : new double[] {1e-3, 0.5}) {
            assertThat(entries(baselines(dense, epsilon).getFirst())[5])
                    .isCloseTo(plain - epsilon, within(1e-9));
            assertThat(entries(baselines(weighted, epsilon).getFirst())[5])
                    .isCloseTo(sum / total - epsilon, within(1e-9));
        }
        assertThat(entries(baselines(dense, 100).getFirst())[5]).isZero();
    }

    /** Rows times columns over the total, where all entries are known and ε is next to nothing. */
    @Test
    void theRatesAreThoseOfIndependence() {
        double[] y = counts();
        double[] rows = new double[M];
        double[] columns = new double[N];
        for (int e = 0; e < y.length; e++) {
            rows[e / N] += y[e];
            columns[e % N] += y[e];
        }
        double total = Arrays.stream(rows).sum();
        int[] at = java.util.stream.IntStream.range(0, M * N).filter(e -> y[e] > 0).toArray();
        MatrixData sparse =
                SparseMatrix.copyOf(
                        M,
                        N,
                        Arrays.stream(at).map(e -> e / N).toArray(),
                        Arrays.stream(at).map(e -> e % N).toArray(),
                        Arrays.stream(at).mapToDouble(e -> y[e]).toArray());
        for (MatrixData data : List.of(DenseMatrix.wrap(M, N, y), sparse)) {
            double[] x = entries(baselines(data, 1e-12).getLast());
            for (int e = 0; e < y.length; e++) {
                assertThat(x[e]).isCloseTo(rows[e / N] * columns[e % N] / total, within(1e-5));
            }
        }
    }

    /** With weights and missing entries the derivative of each rate is 0. */
    @Test
    void theRatesOfWeightedEntriesAreStationary() {
        double[] y = counts();
        double[] weights = weights();
        double epsilon = 0.01;
        MatrixData data = DenseMatrix.wrap(M, N, y).withWeights(DenseMatrix.wrap(M, N, weights));
        double[] x = entries(baselines(data, epsilon).getLast());
        for (int i = 0; i < M; i++) {
            double slope = 0;
            double size = 0;
            for (int j = 0; j < N; j++) {
                int e = i * N + j;
                slope += weights[e] * x[e] * (1 - y[e] / (x[e] + epsilon));
                size += weights[e] * y[e];
            }
            assertThat(slope).as("row " + i).isCloseTo(0, within(1e-4 * (1 + size)));
        }
    }

    @Test
    void countsOfZeroHaveTheRateZero() {
        MatrixData zeros = DenseMatrix.wrap(2, 3, new double[6]);
        for (Baseline baseline : baselines(zeros, 0.1)) {
            assertThat(entries(baseline)).containsOnly(0);
        }
    }
}
