package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.PoissonLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.ModelData.Noise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/** The noise of counts against the singular values of what is drawn around known rates. */
class CountNoiseTest {
    private static final int ROWS = 150;
    private static final int COLUMNS = 90;
    private static final double EPSILON = 0.01;

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 2, 40})
    void equalRatesHaveThisNoise(double rate) {
        double[] rates = new double[ROWS * COLUMNS];
        Arrays.fill(rates, rate);
        double[] y = counts(rates);
        double largest = largestNoise(y, rates);
        assertThat(noise(y).lambda()).isCloseTo(largest, within(0.1 * largest));
        assertThat(noise(y).deviation()).isCloseTo(1 / Math.sqrt(rate), within(0.02 / rate));
    }

    /** So nobody is warned in vain. */
    @Test
    void otherRatesHaveMoreNoise() {
        Random random = new Random(3);
        double[] rates = random.doubles(ROWS * COLUMNS, 0.2, 5).toArray();
        double[] y = counts(rates);
        assertThat(noise(y).lambda()).isLessThan(largestNoise(y, rates));
    }

    @Test
    void sparseCountsHaveTheSame() {
        double[] y = {0, 2, 0, 0, 1, 3};
        SparseMatrix sparse =
                SparseMatrix.copyOf(
                        2, 3, new int[] {0, 1, 1}, new int[] {1, 1, 2}, new double[] {2, 1, 3});
        Noise expected = DenseMatrix.copyOf(2, 3, y).noise(new PoissonLoss(EPSILON), 1);
        Noise found = Objects.requireNonNull(sparse.noise(new PoissonLoss(EPSILON), 1));
        assertThat(found.deviation())
                .isCloseTo(Objects.requireNonNull(expected).deviation(), within(1e-9));
    }

    @Test
    void lossesOfNoDistributionTellNone() {
        DenseMatrix y = DenseMatrix.copyOf(2, 2, new double[] {1, 2, 3, 5});
        assertThat(y.noise(new HuberLoss(1), 1)).isNull();
        assertThat(y.noise(new SquaredLoss(), 1)).isEqualTo(y.noise(1));
        assertThat(DenseMatrix.copyOf(2, 2, new double[4]).noise(new PoissonLoss(0.5), 1))
                .isEqualTo(new Noise(Math.sqrt(2), Math.sqrt(2) * 2 * Math.sqrt(2)));
    }

    private static Noise noise(double[] y) {
        return Objects.requireNonNull(
                DenseMatrix.copyOf(ROWS, COLUMNS, y).noise(new PoissonLoss(EPSILON), 1));
    }

    /** σ_max of y/t − 1, which is −∇ℓ at the rates. */
    private static double largestNoise(double[] y, double[] rates) {
        double[] g = new double[y.length];
        for (int k = 0; k < g.length; k++) {
            g[k] = y[k] / rates[k] - 1;
        }
        return LinearAlgebra.get().singularValues(MatrixView.wrap(ROWS, COLUMNS, g))[0];
    }

    /** Knuth's method. */
    private static double[] counts(double[] rates) {
        Random random = new Random(5);
        double[] y = new double[rates.length];
        for (int k = 0; k < y.length; k++) {
            double left = Math.exp(-rates[k]);
            for (double p = random.nextDouble(); p > left; p *= random.nextDouble()) {
                y[k]++;
            }
        }
        return y;
    }
}
