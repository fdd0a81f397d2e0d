package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.loss.HuberLoss;
import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Paths, λ_max, new rows for fixed V, and predictions. */
class PathTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1e-20, 1, 1e30, 1e150})
    void lambdaMaxIsTheLargestSingularValue(double scale) {
        double[] y = {3 * scale, 0, 0, 4 * scale, 0, 0};
        Problem problem = Problem.lowRank(DenseMatrix.wrap(2, 3, y), scale);
        assertThat(Nadir.lambdaMax(problem, OPTIONS)).isCloseTo(5 * scale, within(1e-8 * scale));
        assertThat(
                        Nadir.lambdaMax(
                                Problem.lowRank(DenseMatrix.wrap(1, 1, new double[1]), 1), OPTIONS))
                .isZero();
    }

    @Test
    void zeroIsCertifiedAtLambdaMaxAndNotBelow() {
        for (Loss loss : new Loss[] {new SquaredLoss(), new HuberLoss(0.3), new LogisticLoss()}) {
            double[] y = data(30, 20);
            for (int i = 0; i < y.length; i++) {
                y[i] = loss instanceof LogisticLoss ? Math.copySign(1, y[i]) : y[i];
            }
            Problem problem = Problem.lowRank(DenseMatrix.wrap(30, 20, y), 1).withLoss(loss);
            double largest = Nadir.lambdaMax(problem, OPTIONS);
            Solution at = Nadir.solve(problem.withLambda(largest * (1 + 1e-7)), OPTIONS);
            assertThat(at.certificate().isGlobal()).isTrue();
            assertThat(at.rank()).isZero();
            Solution below = Nadir.solve(problem.withLambda(0.9 * largest), OPTIONS);
            assertThat(below.certificate().isGlobal()).isTrue();
            assertThat(below.rank()).isPositive();
        }
    }

    @Test
    void everyPointOfAPathIsCertifiedAndTheSameAsAlone() {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(30, 20, data(30, 20)), 1);
        List<PathPoint> seen = new ArrayList<>();
        List<PathPoint> path =
                Nadir.solvePath(
                        problem,
                        PathOptions.geometric(0.7, 6)
                                .withListener((step, point) -> seen.add(point)),
                        OPTIONS);
        assertThat(path).hasSize(6).isEqualTo(seen);
        double largest = Nadir.lambdaMax(problem, OPTIONS);
        int rank = 0;
        for (int k = 0; k < path.size(); k++) {
            PathPoint point = path.get(k);
            assertThat(point.lambda())
                    .isCloseTo(largest * Math.pow(0.7, k + 1), within(1e-8 * largest));
            assertThat(point.solution().certificate().isGlobal()).isTrue();
            assertThat(point.heldOut()).isNull();
            assertThat(point.solution().rank()).isGreaterThanOrEqualTo(rank);
            rank = point.solution().rank();
            Solution alone = Nadir.solve(problem.withLambda(point.lambda()), OPTIONS);
            assertThat(point.solution().objective())
                    .isCloseTo(alone.objective(), within(1e-6 * alone.objective()));
        }
    }

    @Test
    void aPathEndsWhenItsErrorHasRisenForLongEnough() {
        Random random = new Random(5);
        double[] y = new double[900];
        for (int i = 0; i < y.length; i++) {
            int row = i / 30;
            y[i] = 3 * Math.cos(row) * Math.sin(i % 30) + random.nextGaussian();
        }
        List<? extends MatrixData> parts = DenseMatrix.wrap(30, 30, y).split(0.2, 1);
        Problem problem = Problem.lowRank(parts.get(0), 1);
        List<Integer> counts = new ArrayList<>();
        PathListener listener =
                new PathListener() {
                    @Override
                    public boolean onPoint(Step step, PathPoint point) {
                        return true;
                    }

                    @Override
                    public void onShortened(int count) {
                        counts.add(count);
                    }
                };
        PathOptions whole = PathOptions.geometric(0.75, 14).withHeldOut(parts.get(1));
        List<PathPoint> all = Nadir.solvePath(problem, whole, OPTIONS);
        int best = PathPoint.best(all);
        assertThat(best).isBetween(1, 10);
        for (int patience : new int[] {1, 2, 3}) {
            counts.clear();
            PathOptions options = whole.withPatience(patience).withListener(listener);
            List<PathPoint> path = Nadir.solvePath(problem, options, OPTIONS);
            assertThat(path).hasSize(best + 1 + patience);
            assertThat(counts).containsExactly(path.size());
            for (int k = 0; k < path.size(); k++) {
                assertThat(path.get(k).heldOut()).isEqualTo(all.get(k).heldOut());
            }
        }
        assertThat(PathPoint.best(List.of())).isEqualTo(-1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> whole.withPatience(-1))
                .withMessageContaining("patience = -1");
    }

    @Test
    void heldOutEntriesAreScored() {
        double[] y = data(30, 20);
        double[] training = new double[y.length];
        double[] testing = new double[y.length];
        Random random = new Random(3);
        for (int i = 0; i < y.length; i++) {
            training[i] = random.nextInt(5) == 0 ? 0 : 1;
            testing[i] = 1 - training[i];
        }
        DenseMatrix matrix = DenseMatrix.wrap(30, 20, y);
        Problem problem =
                Problem.lowRank(matrix.withWeights(DenseMatrix.wrap(30, 20, training)), 1);
        MatrixData heldOut = matrix.withWeights(DenseMatrix.wrap(30, 20, testing));
        PathOptions options = PathOptions.of(List.of(2.0, 40.0, 8.0)).withHeldOut(heldOut);
        List<PathPoint> path = Nadir.solvePath(problem, options, OPTIONS);
        assertThat(path.stream().map(PathPoint::lambda)).containsExactly(40.0, 8.0, 2.0);
        for (PathPoint point : path) {
            double sum = 0;
            int count = 0;
            int[] rows = new int[1];
            int[] columns = new int[1];
            for (int i = 0; i < y.length; i++) {
                if (testing[i] == 1) {
                    rows[0] = i / 20;
                    columns[0] = i % 20;
                    double error = y[i] - point.solution().predict(rows, columns)[0];
                    sum += error * error;
                    count++;
                }
            }
            PathPoint.HeldOut score = java.util.Objects.requireNonNull(point.heldOut());
            assertThat(score.rootMeanSquare()).isCloseTo(Math.sqrt(sum / count), within(1e-10));
            assertThat(score.meanLoss()).isCloseTo(0.5 * sum / count, within(1e-10));
        }
    }

    @Test
    void listenersEndPathsAndBadGridsAreRefused() {
        Problem problem = Problem.lowRank(DenseMatrix.wrap(30, 20, data(30, 20)), 1);
        PathOptions one = PathOptions.geometric(0.5, 5).withListener((step, point) -> false);
        assertThat(Nadir.solvePath(problem, one, OPTIONS)).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathOptions.of(List.of()))
                .withMessageContaining("lambdas = []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathOptions.of(List.of(1.0, -2.0)))
                .withMessageContaining("lambda = -2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathOptions.geometric(1, 3))
                .withMessageContaining("ratio = 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathOptions.geometric(0.5, 0))
                .withMessageContaining("count = 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-150, 1, 1e150})
    void rowsOfTheSolutionAreTheirOwnTransform(double scale) {
        double[] y = data(30, 20);
        for (int i = 0; i < y.length; i++) {
            y[i] *= scale;
        }
        Problem problem = Problem.lowRank(DenseMatrix.wrap(30, 20, y), 5 * scale);
        Solution solution = Nadir.solve(problem, OPTIONS.withRelativeGap(1e-12));
        double[] u = Nadir.transform(problem, solution.v(), OPTIONS).u();
        assertThat(u).containsExactly(solution.u(), within(1e-5 * Math.sqrt(scale)));
    }

    @Test
    void transformsUnderOtherLossesSatisfyTheFirstOrderConditions() {
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(30, 20, data(30, 20)), 2)
                        .withLoss(new HuberLoss(0.5));
        Solution solution = Nadir.solve(problem, OPTIONS);
        double[] v = solution.v();
        int r = solution.rank();
        double[] fresh = data(4, 20);
        double[] u =
                Nadir.transform(
                                new Problem(
                                        DenseMatrix.wrap(4, 20, fresh),
                                        problem.loss(),
                                        problem.regularizer(),
                                        2),
                                v,
                                OPTIONS)
                        .u();
        Loss loss = Loss.ofEntries(problem.loss());
        for (int i = 0; i < 4; i++) {
            double[] slope = new double[r];
            for (int j = 0; j < 20; j++) {
                double x = 0;
                for (int k = 0; k < r; k++) {
                    x += u[i * r + k] * v[j * r + k];
                }
                for (int k = 0; k < r; k++) {
                    slope[k] += loss.derivative(fresh[i * 20 + j], x) * v[j * r + k];
                }
            }
            for (int k = 0; k < r; k++) {
                assertThat(slope[k] + 2 * u[i * r + k]).isCloseTo(0, within(1e-5));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.transform(problem, new double[7], OPTIONS))
                .withMessageContaining("v.length");
    }

    private static double[] data(int m, int n) {
        Random random = new Random(1);
        double[] y = new double[m * n];
        double[] u = random.doubles(3L * m).map(x -> 4 * x - 2).toArray();
        double[] v = random.doubles(3L * n).map(x -> 4 * x - 2).toArray();
        for (int i = 0; i < y.length; i++) {
            y[i] = 0.3 * random.nextGaussian();
            for (int k = 0; k < 3; k++) {
                y[i] += u[i / n * 3 + k] * v[i % n * 3 + k];
            }
        }
        return y;
    }
}
