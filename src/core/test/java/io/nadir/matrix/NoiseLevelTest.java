package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.model.ModelData.Noise;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/** The noise that the median singular value tells of. */
class NoiseLevelTest {
    /** Against adaptive quadrature of the density in x and bisection, by scipy. */
    @ParameterizedTest
    @CsvSource({"1, 0.6527759416", "0.5, 0.8304658816", "0.1, 0.9665651474", "1e-6, 0.9999996667"})
    void medianOfTheNoise(double ratio, double expected) {
        assertThat(NoiseLevel.medianOfNoise(ratio)).isCloseTo(expected, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({"300, 200, 0", "200, 300, 12", "60, 60, 3", "2000, 700, 20", "500, 2500, 1"})
    void noiseIsFoundUnderASignal(int m, int n, int rank) {
        double sigma = 0.37;
        Noise noise = planted(m, n, rank, sigma, 1).noise(5);

        assertThat(noise.deviation()).isCloseTo(sigma, within(sigma * (0.01 + 1.2 * rank / n)));
        assertThat(noise.lambda()).isEqualTo(noise.deviation() * (Math.sqrt(m) + Math.sqrt(n)));
    }

    @ParameterizedTest
    @CsvSource({"-900", "-500", "500", "900"})
    void scaleDoesNotMatter(int exponent) {
        DenseMatrix y = planted(40, 30, 2, 0.1, 2);
        double expected = y.noise(1).deviation();

        assertThat(y.timesPowerOfTwo(exponent).noise(1).deviation())
                .isCloseTo(Math.scalb(expected, exponent), within(Math.scalb(1e-12, exponent)));
    }

    @Test
    void withoutNoiseTheLevelIsZero() {
        assertThat(planted(50, 40, 3, 0, 3).noise(1).deviation()).isZero();
        assertThat(DenseMatrix.copyOf(3, 2, new double[6]).noise(1).deviation()).isZero();
    }

    @Test
    void oneRowIsAllNoise() {
        DenseMatrix y = planted(1, 400, 0, 2, 4);

        assertThat(y.noise(1).deviation()).isCloseTo(2, within(0.2));
    }

    private static DenseMatrix planted(int m, int n, int rank, double sigma, long seed) {
        Random random = new Random(seed);
        double[] u = random.doubles((long) m * rank, -1, 1).toArray();
        double[] v = random.doubles((long) n * rank, -1, 1).toArray();
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = sigma * random.nextGaussian();
                for (int k = 0; k < rank; k++) {
                    sum += u[i * rank + k] * v[j * rank + k];
                }
                y[i * n + j] = sum;
            }
        }
        return DenseMatrix.wrap(m, n, y);
    }
}
