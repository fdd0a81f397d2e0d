package io.nadir.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

/** Second moments, streamed and given, and how well they keep what nearly collinear inputs know. */
class CovariancesTest {

    /** One sample, less than a block, and many blocks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 511, 512, 513, 3000})
    void momentsOfSamples(int m) {
        Random random = new Random(m);
        double[] x = LinearProblem.gaussian(m * 3, random);
        double[] y = LinearProblem.gaussian(m * 2, random);
        Covariances moments = Covariances.of(DenseMatrix.wrap(m, 3, x), DenseMatrix.wrap(m, 2, y));
        assertMoments(moments.sigmaXx(), m, 3, x, 3, x);
        assertMoments(moments.sigmaXy(), m, 3, x, 2, y);
        assertMoments(moments.sigmaYy(), m, 2, y, 2, y);
    }

    @Test
    void momentsSoFar() {
        CovarianceAccumulator sums = new CovarianceAccumulator(1, 1);
        sums.add(new double[] {3}, new double[] {4});
        assertThat(sums.toCovariances().sigmaXy())
                .containsExactly(new double[] {12}, within(1e-14));
        sums.add(new double[] {1}, new double[] {2});
        assertThat(sums.samples()).isEqualTo(2);
        assertThat(sums.toCovariances().sigmaXy()).containsExactly(new double[] {7}, within(1e-14));
        assertThat(sums.toCovariances().sigmaXx()).containsExactly(new double[] {5}, within(1e-14));
        assertThat(sums.toCovariances().sigmaYy())
                .containsExactly(new double[] {10}, within(1e-14));
    }

    /** A column may begin tiny and end huge, or change its scale within a block. */
    @Test
    void scalesThatGrow() {
        CovarianceAccumulator sums = new CovarianceAccumulator(1, 1);
        double largest = 0;
        for (int k = -140; k <= 140; k++) {
            double value = Math.pow(10, k);
            sums.add(new double[] {value}, new double[] {1});
            largest = value;
        }
        double expected = largest * largest / 281 / (1 - 1e-2);
        assertThat(sums.toCovariances().sigmaXx()[0] / expected).isEqualTo(1, within(1e-13));
        assertThat(sums.toCovariances().sigmaYy()[0]).isEqualTo(1, within(1e-13));
    }

    /**
     * Inputs that differ by 2^-28 only. All numbers are exact: eigenvalues of Σ are 9, 4 and 1 and
     * the residual 1/4. The triangle keeps half of the digits; Σ_xx, formed, has forgotten that the
     * inputs are not one and the same.
     */
    @Test
    void nearlyCollinearInputs() {
        LinearProblem problem = collinear(0x1p-28);
        LinearLandscape landscape = problem.landscape();
        assertThat(landscape.inputRank()).isEqualTo(3);
        double[] expected = {9, 4, 1, 0};
        for (int i = 0; i < 4; i++) {
            assertThat(landscape.eigenvalues()[i]).isEqualTo(expected[i], within(1e-6));
        }
        assertThat(landscape.leastSquaresValue()).isEqualTo(0.25, within(1e-6));
        assertThat(problem.risk(landscape.globalMinimum(3))).isEqualTo(0.25, within(1e-6));

        Covariances moments = Covariances.of(problem.inputMatrix(), problem.targetMatrix());
        LinearLandscape formed =
                LinearLandscape.of(
                        Covariances.ofMatrices(
                                3, 4, moments.sigmaXx(), moments.sigmaXy(), moments.sigmaYy()));
        assertThat(formed.inputRank()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givenMomentsAreAsGoodAsSamples(long seed) {
        Random random = new Random(seed);
        LinearProblem.Kind[] kinds = LinearProblem.Kind.values();
        LinearProblem problem = LinearProblem.random(kinds[(int) (seed % 4)], 4, 3, random);
        Covariances samples = Covariances.of(problem.inputMatrix(), problem.targetMatrix());
        Covariances given =
                Covariances.ofMatrices(
                        4, 3, samples.sigmaXx(), samples.sigmaXy(), samples.sigmaYy());
        double size = problem.variance();
        assertThat(given.sigmaXy()).containsExactly(samples.sigmaXy(), within(1e-12 * size));
        for (int k = 1; k <= 3; k++) {
            LinearNetwork minimum = LinearLandscape.of(given).globalMinimum(k);
            double best = LinearLandscape.of(samples).globalValue(k);
            assertThat(LinearLandscape.of(given).globalValue(k))
                    .isEqualTo(best, within(1e-10 * size));
            assertThat(problem.risk(minimum)).isEqualTo(best, within(1e-10 * size));
        }
    }

    @Test
    void refusesWhatAreNoSamples() {
        assertThatThrownBy(() -> new CovarianceAccumulator(0, 1))
                .hasMessage("inputs = 0, allowed are 1 and more");
        CovarianceAccumulator sums = new CovarianceAccumulator(2, 1);
        assertThatThrownBy(sums::toCovariances).hasMessage("samples = 0, allowed are 1 and more");
        double[] y = {1};
        assertThatThrownBy(() -> sums.add(y, y)).hasMessageContaining("x.length = 1, must equal");
        for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 2e150}) {
            assertThatThrownBy(() -> sums.add(new double[] {1, bad}, y))
                    .hasMessage("x[1] of sample 0 = " + bad + ", allowed are -1.0E150 to 1.0E150");
        }
        sums.add(new double[] {1, 2}, new double[] {1e-151});
        assertThatThrownBy(sums::toCovariances)
                .hasMessage(
                        "largest magnitude of y = 1.0E-151, allowed are 1.0E-150 to 1.0E150, and"
                                + " 0");
        DenseMatrix one = DenseMatrix.wrap(1, 1, new double[] {1});
        DenseMatrix two = DenseMatrix.wrap(2, 1, new double[] {1, 2});
        assertThatThrownBy(() -> Covariances.of(one, two))
                .hasMessage("rows of y = 2, must equal rows of x = 1");
    }

    @Test
    void refusesWhatAreNoMoments() {
        double[] one = {1};
        assertMomentsRefused(new double[] {-1}, one, one, "sigmaXx has -1.0 on its diagonal");
        assertMomentsRefused(one, new double[] {2}, one, "sigmaYy - sigmaYx * sigmaXx^+ *");
        assertMomentsRefused(new double[] {0}, one, one, "outside the range of sigmaXx");
        assertMomentsRefused(one, new double[] {Double.NaN}, one, "sigmaXy at (0, 0) = NaN");
        assertMomentsRefused(one, one, new double[] {1, 2}, "sigmaYy.length = 2, must equal");
        assertThatThrownBy(() ->
                        Covariances.ofMatrices(2, 1, new double[] {1, 0, 1, 1}, new double[2], one))
                .hasMessageContaining("sigmaXx is not symmetric at (1, 0)");
        assertThatThrownBy(() ->
                        Covariances.ofMatrices(2, 1, new double[] {1, 2, 2, 1}, new double[2], one))
                .hasMessageContaining("sigmaXx has the eigenvalue -1");
    }

    private static void assertMomentsRefused(
            double[] xx, double[] xy, double[] yy, String problem) {
        assertThatThrownBy(() -> Covariances.ofMatrices(1, 1, xx, xy, yy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    /** With h_i the columns of a Hadamard matrix of order 16: X from h_0 to h_2, Y from four. */
    private static LinearProblem collinear(double difference) {
        int m = 16;
        double[] x = new double[m * 3];
        double[] y = new double[m * 4];
        for (int i = 0; i < m; i++) {
            double[] h = new double[4];
            for (int k = 0; k < 4; k++) {
                h[k] = Integer.bitCount(i & 1 << k) % 2 == 0 ? 1 : -1;
            }
            x[i * 3] = h[0];
            x[i * 3 + 1] = h[0] + difference * h[1];
            x[i * 3 + 2] = h[0] + difference * h[2];
            y[i * 4] = h[1];
            y[i * 4 + 1] = 3 * h[0];
            y[i * 4 + 2] = 2 * h[2];
            y[i * 4 + 3] = 0.5 * h[3];
        }
        return new LinearProblem(m, 3, 4, x, y);
    }

    private static void assertMoments(double[] found, int m, int p, double[] a, int q, double[] b) {
        assertThat(found).hasSize(p * q);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < q; j++) {
                double sum = 0;
                double size = 0;
                for (int k = 0; k < m; k++) {
                    double term = a[k * p + i] * b[k * q + j];
                    sum += term / m;
                    size += Math.abs(term) / m;
                }
                assertThat(found[i * q + j]).isEqualTo(sum, within(1e-13 * size));
            }
        }
        assertThat(Arrays.stream(found).allMatch(Double::isFinite)).isTrue();
    }
}
