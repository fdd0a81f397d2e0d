package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.model.Regularizer;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/**
 * Tiny problems with λ far below λ_max, where the second derivative of the loss at the minimum is
 * λ-fold below its bound. With steps as long as the bound allows they took hundreds of columns that
 * are all alike, and did not end.
 */
class TinySolveTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults().withRelativeGap(1e-10);

    private static final Regularizer ENTRIES =
            new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE);
    private static final Regularizer ROWS =
            new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.EUCLIDEAN);

    /**
     * Where θ is the sum of all |x_ij|, entries are minimized by themselves: with p = 1/(1 + eˣ) =
     * λ for the logistic loss, and x = 1 − λ for the squared hinge.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 5e-5", "1, 5, 5e-5", "4, 3, 1e-4", "3, 7, 1e-3", "6, 8, 0.1"})
    void entriesHaveTheirClosedForm(int m, int n, double lambda) {
        double x = Math.log1p(-lambda) - Math.log(lambda);
        double logistic = m * n * (-Math.log1p(-lambda) + lambda * x);
        double hinge = m * n * lambda * (1 - 0.5 * lambda);
        requireValue(m, n, new LogisticLoss(), ENTRIES, lambda, logistic);
        requireValue(m, n, new SquaredHingeLoss(), ENTRIES, lambda, hinge);
    }

    /** Here the rows are: all |x_ij| of one are x, and ‖row‖ = x√n costs λ. */
    @ParameterizedTest
    @CsvSource({"1, 1, 5e-5", "1, 5, 7e-5", "4, 3, 1e-4", "6, 2, 1e-3"})
    void rowsHaveTheirClosedForm(int m, int n, double lambda) {
        double price = lambda / Math.sqrt(n);
        double x = Math.log1p(-price) - Math.log(price);
        double logistic = m * n * (-Math.log1p(-price) + price * x);
        double hinge = m * n * price * (1 - 0.5 * price);
        requireValue(m, n, new LogisticLoss(), ROWS, lambda, logistic);
        requireValue(m, n, new SquaredHingeLoss(), ROWS, lambda, hinge);
    }

    private static void requireValue(
            int m, int n, Loss loss, Regularizer theta, double lambda, double value) {
        Solution solution = solve(m, n, loss, theta, lambda);
        assertThat(solution.objective()).isCloseTo(value, within(1e-12 * value));
        assertThat(solution.certificate().lowerBound())
                .isCloseTo(value, within(1e-8 * value))
                .isLessThanOrEqualTo(value * (1 + 1e-14));
    }

    /** Labels are ±1 by chance: closed forms do not depend on them. */
    private static Solution solve(int m, int n, Loss loss, Regularizer theta, double lambda) {
        Random random = new Random(m + 10L * n);
        double[] y = random.ints((long) m * n, 0, 2).mapToDouble(i -> 2 * i - 1).toArray();
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(m, n, y), lambda)
                        .withLoss(loss)
                        .withRegularizer(theta);
        Solution solution = Nadir.solve(problem, OPTIONS);
        // Entries of the gradient have errors of 1e-16 of 1, and are about λ: some 1e-11 of that.
        assertThat(solution.stopReason()).isIn(StopReason.CERTIFIED, StopReason.ROUNDING);
        assertThat(solution.certificate().relativeGap()).isLessThan(1e-8);
        assertThat(solution.rank()).isLessThanOrEqualTo(m * n);
        assertThat(solution.iterations()).isLessThan(20_000);
        return solution;
    }
}
