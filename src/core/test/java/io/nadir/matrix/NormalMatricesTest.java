package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.array.Panel;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

/** The matrices of the regressions of V, against sums over all entries. */
class NormalMatricesTest {
    private static final int M = 7;
    private static final int N = 5;
    private static final int R = 3;

    private final Random random = new Random(4);
    private final Panel u = Panel.zeros(M, R);
    private final int[] places =
            IntStream.range(0, M * N).filter(k -> random.nextInt(3) > 0).toArray();
    private final int[] rows = IntStream.of(places).map(k -> k / N).toArray();
    private final int[] columns = IntStream.of(places).map(k -> k % N).toArray();
    private final double[] values = random.doubles(places.length, -1, 1).toArray();
    private final double[] listed = random.doubles(places.length, 0, 2).toArray();

    NormalMatricesTest() {
        for (int k = 0; k < M * R; k++) {
            u.set(k / R, k % R, random.nextGaussian());
        }
    }

    @Test
    void areThoseOfWeightedZeros() {
        double[] a = random.doubles(M, 0.1, 1).toArray();
        double[] b = random.doubles(N, 0.1, 1).toArray();
        double[] weights = new double[M * N];
        for (int k = 0; k < M * N; k++) {
            weights[k] = a[k / N] * b[k % N];
        }
        scatter(listed, weights);
        check(SparseMatrix.weighted(M, N, rows, columns, values, listed, a, b), weights);
    }

    @Test
    void areThoseOfKnownEntries() {
        double[] weights = new double[M * N];
        scatter(listed, weights);
        check(ObservedEntries.copyOf(M, N, rows, columns, values, listed), weights);
        double[] ones = IntStream.of(places).mapToDouble(k -> 1).toArray();
        double[] known = new double[M * N];
        scatter(ones, known);
        check(ObservedEntries.copyOf(M, N, rows, columns, values), known);
    }

    @Test
    void areRefusedWithoutFixedWeights() {
        ObservedEntries data = ObservedEntries.copyOf(M, N, rows, columns, values);
        try (MatrixMap map = data.bind(new HuberLoss(1), 1, null)) {
            assertThat(map.hasNormalMatrices()).isFalse();
            double[] matrices = new double[N * R * (R + 1) / 2];
            assertThatThrownBy(() -> map.normalMatrices(u, matrices))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("weights");
        }
    }

    private void scatter(double[] entries, double[] all) {
        for (int e = 0; e < places.length; e++) {
            all[places[e]] = entries[e];
        }
    }

    private void check(MatrixData data, double[] weights) {
        try (MatrixMap map = data.bind(new SquaredLoss(), 1, null)) {
            assertThat(map.hasNormalMatrices()).isTrue();
            double[] matrices = new double[N * R * (R + 1) / 2];
            map.normalMatrices(u, matrices);
            int next = 0;
            for (int j = 0; j < N; j++) {
                for (int k = 0; k < R; k++) {
                    for (int l = 0; l <= k; l++) {
                        double sum = 0;
                        for (int i = 0; i < M; i++) {
                            sum += weights[i * N + j] * u.get(i, k) * u.get(i, l);
                        }
                        assertThat(matrices[next++]).isCloseTo(sum, within(1e-13));
                    }
                }
            }
        }
    }
}
