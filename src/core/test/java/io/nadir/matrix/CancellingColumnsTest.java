package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.StopAfter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

/**
 * Columns with signs on one side may be thousands of times as large as the sum in which they
 * cancel, where λ is small beside the data.
 */
class CancellingColumnsTest {
    /** No promise of an append fails for rounding, and f is that of the factors. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-7, 1e-8, 1e-9})
    void descendsToTheirObjective(double lambda) {
        int m = 3;
        int n = 4;
        double[] y = new Random(5).doubles((long) m * n, -1, 1).toArray();
        Problem problem =
                new Problem(
                        DenseMatrix.wrap(m, n, y),
                        new SquaredLoss(),
                        new SquaredNorms(false, true),
                        lambda);
        SolverOptions options = SolverOptions.defaults().withListener(new StopAfter(3000));
        Solution solution = Nadir.solve(problem, options);
        double truth = objective(y, n, lambda, solution.factors());
        assertThat(solution.objective()).isCloseTo(truth, within(1e-8 * truth));
    }

    private static double objective(double[] y, int n, double lambda, Factors w) {
        double f = 0;
        for (int i = 0; i < y.length; i++) {
            double rest = y[i];
            for (int c = 0; c < w.rank(); c++) {
                rest -= w.block(0).get(i / n, c) * w.block(1).get(i % n, c);
            }
            f += 0.5 * rest * rest;
        }
        for (int k = 0; k < 2; k++) {
            for (double x : w.toArray(k)) {
                f += 0.5 * lambda * x * x;
            }
        }
        return f;
    }
}
