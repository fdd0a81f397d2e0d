package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.Solution.StopReason;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Descents that are cut short where the next append lowers f by more. */
class CoarseDescentTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-8);

    /**
     * Many columns at the edge of the noise: carried to the end each, the descents took 326 steps.
     * No column is appended that descent alone would have made needless.
     */
    @Test
    void descentsBetweenAppendsAreShort() {
        Solution solution = Nadir.solve(noisy(), OPTIONS);
        assertThat(solution.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(solution.iterations()).isLessThan(200);
        assertThat(solution.appends()).isEqualTo(solution.rank());
        Solution carriedOn =
                Nadir.solve(
                        noisy(),
                        OPTIONS.withDescent(Descent.PROXIMAL_GRADIENT).withRelativeGap(1e-6));
        assertThat(carriedOn.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(solution.objective())
                .isCloseTo(carriedOn.objective(), within(1e-6 * carriedOn.objective()));
        assertThat(solution.rank()).isLessThanOrEqualTo(carriedOn.rank());
    }

    /** Where no more columns are allowed, the last descent is carried to its end. */
    @Test
    void theLastDescentIsCarriedToItsEnd() {
        for (int most : new int[] {5, 12, 20}) {
            Solution solution = Nadir.solve(noisy(), OPTIONS.withMaxRank(most));
            assertThat(solution.stopReason()).isEqualTo(StopReason.MAX_RANK);
            assertThat(solution.rank()).isEqualTo(most);
            assertThat(solution.certificate().equilibrium()).isLessThan(1e-6);
        }
    }

    /** 90×60, four planted columns plus noise beyond the Huber loss's bend. */
    private static Problem noisy() {
        Random random = new Random(3);
        int m = 90;
        int n = 60;
        double[] u = random.doubles(4L * m, -2, 2).toArray();
        double[] v = random.doubles(4L * n, -2, 2).toArray();
        double[] y = new double[m * n];
        for (int e = 0; e < y.length; e++) {
            y[e] = random.nextGaussian();
            for (int k = 0; k < 4; k++) {
                y[e] += u[e / n * 4 + k] * v[e % n * 4 + k];
            }
        }
        return Problem.lowRank(DenseMatrix.wrap(m, n, y), 3).withLoss(new HuberLoss(0.3));
    }
}
