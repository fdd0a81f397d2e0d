package io.nadir.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/** Signals so large beside λ that rounding errors of products come near the tolerance. */
class RoundingLimitTest {
    private static final int RANK = 3;

    /** Steps whose bound suffices in exact arithmetic, and some more. */
    private static final int FEW = 12;

    /** Products with the data would round by more than the gap that is asked for. */
    @ParameterizedTest
    @CsvSource({"300, 250, 3e5", "20, 20000, 1e6", "20000, 20, 1e6"})
    void productsWithEntriesCertifyIt(int m, int n, double signal) {
        Solution solution = solve(m, n, signal);
        Certificate certificate = solution.certificate();

        assertThat(certificate.verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(certificate.work().krylovSteps()).isLessThanOrEqualTo(FEW);
    }

    /** More steps could not change it. */
    @ParameterizedTest
    @CsvSource({"300, 250, 1e10", "20, 20000, 1e10"})
    void stepsEndWhereRoundingIsTheLimit(int m, int n, double signal) {
        Solution solution = solve(m, n, signal);
        Certificate certificate = solution.certificate();

        assertThat(certificate.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(solution.stopReason()).isEqualTo(StopReason.ROUNDING);
        assertThat(certificate.work().krylovSteps()).isLessThanOrEqualTo(FEW);
    }

    /** Noise of size 1, a signal of rank {@link #RANK}, and a λ between them. */
    private static Solution solve(int m, int n, double signal) {
        Random random = new Random(7);
        double[] u = random.doubles((long) m * RANK, -1, 1).toArray();
        double[] v = random.doubles((long) n * RANK, -1, 1).toArray();
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i * n + j] = random.nextGaussian();
                for (int k = 0; k < RANK; k++) {
                    y[i * n + j] += signal * u[i * RANK + k] * v[j * RANK + k];
                }
            }
        }
        double lambda = 1.2 * (Math.sqrt(m) + Math.sqrt(n));
        SolverOptions options = SolverOptions.defaults().withThreads(1);
        return Nadir.solve(Problem.lowRank(DenseMatrix.wrap(m, n, y), lambda), options);
    }
}
