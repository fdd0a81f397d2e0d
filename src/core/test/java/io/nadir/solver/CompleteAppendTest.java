package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.kernel.SmallDense;
import io.nadir.matrix.DenseMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/** Appends from rank 0 that need no descent, and those that do, against thresholded values. */
class CompleteAppendTest {
    private static final int M = 90;
    private static final int N = 60;
    private static final double NOISE = 0.1;

    private static double[] lowRank(int rank, long seed) {
        Random random = new Random(seed);
        double[] u = random.doubles((long) M * rank, -1, 1).toArray();
        double[] v = random.doubles((long) N * rank, -1, 1).toArray();
        double[] y = new double[M * N];
        for (int i = 0; i < M; i++) {
            for (int j = 0; j < N; j++) {
                double sum = NOISE * random.nextGaussian();
                for (int k = 0; k < rank; k++) {
                    sum += u[i * rank + k] * v[j * rank + k];
                }
                y[i * N + j] = sum;
            }
        }
        return y;
    }

    private static double[] singularValues(double[] y) {
        return SmallDense.svd(Panel.wrap(y, M, N, 0)).values();
    }

    /** Σ min(½σ², λσ − ½λ²). */
    private static double minimum(double[] sigma, double lambda) {
        double sum = 0;
        for (double s : sigma) {
            sum += s > lambda ? lambda * s - 0.5 * lambda * lambda : 0.5 * s * s;
        }
        return sum;
    }

    /** The pairs of a signal that stands out are exact before a certificate could see it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 11})
    void aClearSignalTakesNoDescent(int rank) {
        double[] y = lowRank(rank, rank);
        double[] sigma = singularValues(y);
        double lambda = 1.2 * sigma[rank];
        Solution solution = Nadir.solve(Problem.lowRank(DenseMatrix.copyOf(M, N, y), lambda));
        double minimum = minimum(sigma, lambda);
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(solution.iterations()).isZero();
        assertThat(solution.rank()).isEqualTo(rank);
        assertThat(solution.objective()).isCloseTo(minimum, within(1e-9 * minimum));
        double gap = solution.certificate().gap();
        assertThat(gap).isGreaterThanOrEqualTo(solution.objective() - minimum - 1e-12 * minimum);
    }

    /** λ from the middle of the noise to the largest value: whatever is left out, f is minimal. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9, 0.999, 1.001, 1.01, 3})
    void everyLambdaEndsAtTheMinimum(double share) {
        double[] y = lowRank(4, 5);
        double[] sigma = singularValues(y);
        double lambda = share * sigma[4];
        Solution solution = Nadir.solve(Problem.lowRank(DenseMatrix.copyOf(M, N, y), lambda));
        double minimum = minimum(sigma, lambda);
        assertThat(solution.certificate().isGlobal()).isTrue();
        assertThat(solution.objective()).isCloseTo(minimum, within(1e-6 * minimum));
        double gap = solution.certificate().gap();
        assertThat(gap).isGreaterThanOrEqualTo(solution.objective() - minimum - 1e-12 * minimum);
    }

    /** A method that the user has chosen makes its steps. */
    @Test
    void aChosenMethodIsNotPassedOver() {
        double[] y = lowRank(4, 4);
        double lambda = 1.2 * singularValues(y)[4];
        SolverOptions options = SolverOptions.defaults().withDescent(Descent.SUBSPACE);
        Solution solution =
                Nadir.solve(Problem.lowRank(DenseMatrix.copyOf(M, N, y), lambda), options);
        assertThat(solution.iterations()).isPositive();
    }
}
