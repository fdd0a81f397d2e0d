package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.kernel.LinearAlgebra;
import io.nadir.kernel.MatrixView;
import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Solution.StopReason;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/**
 * A number of columns that is fixed: the point, its distance from the minimum, and what is told.
 */
class FixedRankTest {
    private static final int ROWS = 60;
    private static final int COLUMNS = 40;
    private static final double LAMBDA = 2;

    private static final double[] Y = planted(ROWS, COLUMNS, 6, false);
    private static final Problem LOW_RANK =
            Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, Y), LAMBDA);

    private static final double[] PARTS = planted(ROWS, COLUMNS, 6, true);
    private static final Problem NONNEGATIVE =
            Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, PARTS), LAMBDA)
                    .withRegularizer(SquaredNorms.nonNegative());

    /** With the nuclear norm everything is known from the singular values (Eckart and Young). */
    @Test
    void theTruncatedDecompositionIsFoundAndItsDistanceTold() {
        double[] sigma =
                LinearAlgebra.get().singularValues(MatrixView.wrap(ROWS, COLUMNS, Y.clone()));
        double least = shrunk(sigma, COLUMNS);
        for (int rank = 1; rank <= 5; rank++) {
            Solution solution = solve(LOW_RANK, rank);
            double expected = shrunk(sigma, rank);
            assertThat(solution.stopReason()).isEqualTo(StopReason.FIXED_RANK);
            assertThat(solution.certificate().verdict()).isEqualTo(Verdict.NOT_GLOBAL);
            assertThat(solution.rank()).isEqualTo(rank);
            assertThat(solution.objective()).isCloseTo(expected, within(1e-9 * expected));
            double distance = expected - least;
            assertThat(solution.certificate().gap())
                    .isBetween(distance * (1 - 1e-12), distance + 2e-6 * expected);
            double next = 0.5 * (sigma[rank] - LAMBDA) * (sigma[rank] - LAMBDA);
            assertThat(solution.nextColumn()).isBetween(0.99 * next, next * (1 + 1e-9));
        }
    }

    @Test
    void whereTheColumnsSufficeTheMinimumIsCertified() {
        int needed = Nadir.solve(LOW_RANK).rank();
        for (int rank : new int[] {needed, needed + 3}) {
            Solution solution = solve(LOW_RANK, rank);
            assertThat(solution.stopReason()).isEqualTo(StopReason.CERTIFIED);
            assertThat(solution.rank()).isEqualTo(needed);
            assertThat(solution.nextColumn()).isZero();
        }
    }

    @Test
    void zeroIsCertifiedFromTheLargestLambdaOn() {
        double max = Nadir.lambdaMax(NONNEGATIVE, SolverOptions.defaults());
        Solution solution = solve(NONNEGATIVE.withLambda(1.01 * max), 3);
        assertThat(solution.rank()).isZero();
        assertThat(solution.objective()).isCloseTo(halfSquare(PARTS), within(1e-9));
    }

    /** A solver with nothing in common, from many starts, does no better. */
    @Test
    void aNonnegativePointIsAsGoodAsTheBestOfManyStarts() {
        for (int rank : new int[] {2, 4, 6}) {
            Solution solution = solve(NONNEGATIVE, rank);
            assertThat(solution.rank()).isEqualTo(rank);
            double best = Double.POSITIVE_INFINITY;
            for (int seed = 0; seed < 10; seed++) {
                best = Math.min(best, coordinateDescent(rank, seed));
            }
            assertThat(solution.objective()).isLessThan(best * (1 + 1e-6));
            assertThat(solution.stopReason()).isEqualTo(StopReason.FIXED_RANK);
        }
    }

    /** The bound holds for what any number of columns reaches. */
    @Test
    void theDistanceToldIsNotBelowTheTrueOne() {
        double better = Nadir.solve(NONNEGATIVE).objective();
        double last = Double.POSITIVE_INFINITY;
        for (int rank = 1; rank <= 8; rank++) {
            Solution solution = solve(NONNEGATIVE, rank);
            assertThat(solution.certificate().gap())
                    .isGreaterThanOrEqualTo(solution.objective() - better);
            assertThat(solution.objective()).isLessThan(last);
            assertThat(solution.certificate().lowerBound()).isLessThanOrEqualTo(better);
            last = Math.min(last, solution.objective() - solution.nextColumn());
        }
    }

    /** Wherever the family knows no start, and for data that are not complete. */
    @Test
    void everyLossAndKindOfDataHasFixedRanks() {
        Problem huber = LOW_RANK.withLoss(new HuberLoss(0.5));
        for (Problem problem : List.of(huber, observed())) {
            Solution free = Nadir.solve(problem);
            Solution fixed = solve(problem, 3);
            assertThat(fixed.stopReason()).isEqualTo(StopReason.FIXED_RANK);
            assertThat(fixed.rank()).isEqualTo(3);
            assertThat(fixed.objective()).isGreaterThan(free.objective());
            assertThat(fixed.certificate().lowerBound())
                    .isLessThanOrEqualTo(free.objective() * (1 + 1e-12));
            Solution limited = Nadir.solve(problem, SolverOptions.defaults().withMaxRank(3));
            assertThat(fixed.objective()).isLessThan(limited.objective() * (1 + 1e-4));
        }
    }

    @Test
    void columnsGivenAreKeptAndOthersAdded() {
        Factors start = solve(LOW_RANK, 2).factors();
        SolverOptions options = SolverOptions.defaults().withStart(start);
        Solution solution = Nadir.solve(LOW_RANK, options.withRank(4));
        assertThat(solution.rank()).isEqualTo(4);
        double expected = solve(LOW_RANK, 4).objective();
        assertThat(solution.objective()).isCloseTo(expected, within(1e-6 * expected));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(LOW_RANK, options.withRank(1)))
                .withMessage("rank = 1, allowed with a start of 2 columns is at least that");
    }

    @Test
    void aLimitIsNoFixedRank() {
        SolverOptions fixed = SolverOptions.defaults().withRank(3);
        assertThat(fixed.isRankFixed()).isTrue();
        assertThat(fixed.maxRank()).isEqualTo(3);
        assertThat(fixed.withMaxRank(5).isRankFixed()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixed.withRank(0))
                .withMessageContaining("rank = 0");
    }

    private static Solution solve(Problem problem, int rank) {
        return Nadir.solve(problem, SolverOptions.defaults().withRank(rank));
    }

    /** ½‖Y − X‖² + λ‖X‖_* at the truncated and thresholded decomposition. */
    private static double shrunk(double[] sigma, int rank) {
        double value = 0;
        for (int i = 0; i < sigma.length; i++) {
            boolean kept = i < rank && sigma[i] > LAMBDA;
            value += kept ? LAMBDA * sigma[i] - 0.5 * LAMBDA * LAMBDA : 0.5 * sigma[i] * sigma[i];
        }
        return value;
    }

    private static double halfSquare(double[] x) {
        double sum = 0;
        for (double element : x) {
            sum += 0.5 * element * element;
        }
        return sum;
    }

    private static double[] planted(int m, int n, int r, boolean parts) {
        Random random = new Random(7);
        double[] y = new double[m * n];
        for (int k = 0; k < r; k++) {
            double[] u = column(m, parts, random);
            double[] v = column(n, parts, random);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    y[i * n + j] += u[i] * v[j];
                }
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += 0.1 * random.nextGaussian();
        }
        return y;
    }

    private static double[] column(int length, boolean part, Random random) {
        double[] column = new double[length];
        for (int i = 0; i < length; i++) {
            double element = random.nextGaussian();
            column[i] = !part ? element : random.nextInt(3) == 0 ? Math.abs(element) : 0;
        }
        return column;
    }

    private static Problem observed() {
        Random random = new Random(3);
        double[] seen = Y.clone();
        for (int i = 0; i < seen.length; i++) {
            seen[i] = random.nextInt(2) == 0 ? Double.NaN : seen[i];
        }
        return Problem.lowRank(ObservedEntries.copyOfNonNaN(ROWS, COLUMNS, seen), LAMBDA);
    }

    /** Plain cyclic coordinate descent on ½‖Y − UVᵀ‖² + ½λ(‖U‖² + ‖V‖²) over U, V ≥ 0. */
    private static double coordinateDescent(int r, int seed) {
        Random random = new Random(seed);
        double[][] u = new double[r][ROWS];
        double[][] v = new double[r][COLUMNS];
        double[] residual = PARTS.clone();
        for (int k = 0; k < r; k++) {
            u[k] = column(ROWS, true, random);
            v[k] = column(COLUMNS, true, random);
            add(residual, u[k], v[k], -1);
        }
        for (int sweep = 0; sweep < 600; sweep++) {
            for (int k = 0; k < r; k++) {
                add(residual, u[k], v[k], 1);
                for (int i = 0; i < ROWS; i++) {
                    double sum = 0;
                    for (int j = 0; j < COLUMNS; j++) {
                        sum += residual[i * COLUMNS + j] * v[k][j];
                    }
                    u[k][i] = Math.max(0, sum / (2 * halfSquare(v[k]) + LAMBDA));
                }
                for (int j = 0; j < COLUMNS; j++) {
                    double sum = 0;
                    for (int i = 0; i < ROWS; i++) {
                        sum += residual[i * COLUMNS + j] * u[k][i];
                    }
                    v[k][j] = Math.max(0, sum / (2 * halfSquare(u[k]) + LAMBDA));
                }
                add(residual, u[k], v[k], -1);
            }
        }
        double value = halfSquare(residual);
        for (int k = 0; k < r; k++) {
            value += LAMBDA * (halfSquare(u[k]) + halfSquare(v[k]));
        }
        return value;
    }

    private static void add(double[] x, double[] u, double[] v, double sign) {
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                x[i * COLUMNS + j] += sign * u[i] * v[j];
            }
        }
    }
}
