package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nadir.PathPoint.Baseline;
import io.nadir.PathPoint.HeldOut;
import io.nadir.PathPoint.Score;
import io.nadir.PathPoint.Spread;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.Centering;
import io.nadir.model.ModelData.Fold;
import io.nadir.model.ModelData.Folds;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Paths whose λ are scored by folds. */
class CrossValidationTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();

    private final ObservedEntries data;
    private final Problem problem;
    private final Folds folds;
    private final PathOptions path;

    CrossValidationTest() {
        Random random = new Random(6);
        double[] y = new double[25 * 20];
        for (int k = 0; k < y.length; k++) {
            int row = k / 20;
            boolean known = random.nextDouble() < 0.6;
            double value = 2 + 3 * Math.cos(row) * Math.sin(k % 20) + 0.8 * random.nextGaussian();
            y[k] = known ? value : Double.NaN;
        }
        data = ObservedEntries.copyOfNonNaN(25, 20, y);
        problem = Problem.lowRank(data, 1).withCentering(Centering.GLOBAL);
        folds = data.folds(3, 7);
        path = PathOptions.geometric(0.5, 4).withFolds(folds);
    }

    /** Each fold's score is that of a solve of the part alone; the rest is arithmetic. */
    @Test
    void scoresAreThoseOfTheParts() {
        List<PathPoint> points = Nadir.solvePath(problem, path, OPTIONS);
        double largest = Nadir.lambdaMax(problem, OPTIONS);
        assertThat(points).hasSize(4);
        for (int k = 0; k < points.size(); k++) {
            PathPoint point = points.get(k);
            assertThat(point.lambda()).isCloseTo(largest * Math.pow(0.5, k + 1), within(1e-7));
            Solution whole = Nadir.solve(problem.withLambda(point.lambda()), OPTIONS);
            assertThat(point.solution().objective())
                    .isCloseTo(whole.objective(), within(2e-6 * whole.objective()));
            HeldOut score = Objects.requireNonNull(point.heldOut());
            Spread spread = Objects.requireNonNull(score.spread());
            assertThat(spread.certified()).isEqualTo(3);
            double[] squares = new double[3];
            for (int f = 0; f < 3; f++) {
                Fold fold = folds.list().get(f);
                Problem part =
                        new Problem(
                                fold.training().centered(Centering.GLOBAL),
                                problem.loss(),
                                problem.regularizer(),
                                point.lambda());
                squares[f] =
                        meanSquare(Nadir.solve(part, OPTIONS), (ObservedEntries) fold.heldOut());
                Score own = spread.scores().get(f);
                assertThat(own.meanLoss()).isCloseTo(squares[f] / 2, within(1e-3));
                assertThat(own.rootMeanSquare())
                        .isCloseTo(Math.sqrt(2 * own.meanLoss()), within(1e-12));
            }
            double mean = spread.scores().stream().mapToDouble(Score::meanLoss).sum() / 3;
            double variance = 0;
            for (Score own : spread.scores()) {
                variance += (own.meanLoss() - mean) * (own.meanLoss() - mean) / 2;
            }
            assertThat(score.meanLoss()).isCloseTo(mean, within(1e-12));
            assertThat(score.rootMeanSquare()).isCloseTo(Math.sqrt(2 * mean), within(1e-12));
            assertThat(spread.meanLossError()).isCloseTo(Math.sqrt(variance / 3), within(1e-12));
            assertThat(spread.rootMeanSquareError())
                    .isCloseTo(spread.meanLossError() / score.rootMeanSquare(), within(1e-12));
        }
    }

    private static double meanSquare(Solution solution, ObservedEntries heldOut) {
        double sum = 0;
        for (int i = 0; i < 25; i++) {
            for (int j = 0; j < 20; j++) {
                double y = heldOut.get(i, j);
                if (!Double.isNaN(y)) {
                    double error = y - solution.predict(new int[] {i}, new int[] {j})[0];
                    sum += error * error;
                }
            }
        }
        return sum / heldOut.observed();
    }

    @Test
    void listenersAreToldOfFolds() {
        List<String> begun = new ArrayList<>();
        PathListener listener =
                new PathListener() {
                    @Override
                    public void onBegin(Step step) {
                        begun.add(step.index() + "/" + step.fold() + " of " + step.folds());
                    }

                    @Override
                    public boolean onPoint(Step step, PathPoint point) {
                        return step.index() == 0;
                    }
                };
        List<PathPoint> points = Nadir.solvePath(problem, path.withListener(listener), OPTIONS);
        assertThat(points).hasSize(2);
        assertThat(begun)
                .containsExactly(
                        "0/1 of 3",
                        "0/2 of 3",
                        "0/3 of 3",
                        "0/0 of 3",
                        "1/1 of 3",
                        "1/2 of 3",
                        "1/3 of 3",
                        "1/0 of 3");
    }

    @Test
    void aPathWithFoldsEndsWhenItsErrorHasRisen() {
        PathOptions patient = PathOptions.geometric(0.4, 9).withFolds(folds).withPatience(2);
        List<PathPoint> points = Nadir.solvePath(problem, patient, OPTIONS);
        assertThat(points.size()).isEqualTo(PathPoint.best(points) + 3).isLessThan(9);
    }

    /** Whatever state a process leaves behind, the path ends with the same bits. */
    @Test
    void resumingAnyStateGivesTheSameBits() {
        SolverOptions options = OPTIONS.withMaxRank(2); // Some λ are solved again upwards.
        List<byte[]> states = new ArrayList<>();
        List<PathPoint> expected =
                Nadir.solvePath(
                        problem,
                        path.withCheckpoints((state, last) -> states.add(PathStates.bytes(state))),
                        options);
        int stride = Math.max(1, states.size() / 8);
        for (int k = 0; k < states.size(); k += stride) {
            List<PathPoint> again =
                    Nadir.solvePath(
                            problem, path.withResume(PathStates.state(states.get(k))), options);
            assertThat(again).hasSameSizeAs(expected);
            for (int i = 0; i < again.size(); i++) {
                assertThat(again.get(i).heldOut()).isEqualTo(expected.get(i).heldOut());
                assertThat(again.get(i).solution().u())
                        .containsExactly(expected.get(i).solution().u());
            }
        }
        PathOptions others = path.withFolds(data.folds(3, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.solvePath(
                                problem,
                                others.withResume(PathStates.state(states.getLast())),
                                options))
                .withMessageContaining("3 folds");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> path.withHeldOut(data))
                .withMessageContaining("heldOut and folds");
        ObservedEntries small = ObservedEntries.copyOfNonNaN(2, 3, new double[6]);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Nadir.solvePath(problem, path.withFolds(small.folds(2, 1)), OPTIONS))
                .withMessageContaining("the shapes of a fold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Folds(List.of(folds.list().getFirst()), true))
                .withMessageContaining("folds = 1");
    }

    @Test
    void theRuleOfOneStandardErrorTakesTheLargestWithin() {
        assertThat(chosen(new double[] {9, 5, 3.1, 2.9, 3, 4}, 0.3)).isEqualTo(2);
        assertThat(chosen(new double[] {9, 5, 3.1, 2.9, 3, 4}, 0)).isEqualTo(3);
        assertThat(chosen(new double[] {9, 5, 3.1, 2.9, 3, 4}, 2.1)).isEqualTo(1);
        assertThat(chosen(new double[] {2, 3, 4}, 1)).isZero();
        assertThat(chosen(new double[] {4, 3, 2}, 0.5)).isEqualTo(2);
        // A valley within reach above a ridge out of reach is taken: the rule is by error alone.
        assertThat(chosen(new double[] {3.1, 5, 2.9}, 0.3)).isZero();
        assertThat(chosen(new double[] {2, 2, 2}, 0)).isZero();
        assertThat(PathPoint.withinOneStandardError(List.of())).isEqualTo(-1);
        PathPoint single = new PathPoint(1, zero(), new HeldOut(1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathPoint.withinOneStandardError(List.of(single)))
                .withMessageContaining("folds = 0");
        PathPoint unscored = new PathPoint(1, zero(), null);
        assertThat(PathPoint.withinOneStandardError(List.of(unscored))).isEqualTo(-1);
    }

    private int chosen(double[] losses, double error) {
        List<PathPoint> points = new ArrayList<>();
        for (double loss : losses) {
            Spread spread = new Spread(error, error, List.of());
            points.add(new PathPoint(1, zero(), new HeldOut(loss, Math.sqrt(2 * loss), spread)));
        }
        return PathPoint.withinOneStandardError(points);
    }

    private Solution zero() {
        return zero;
    }

    private final Solution zero =
            Nadir.solve(Problem.lowRank(DenseMatrix.wrap(1, 1, new double[] {1}), 2), OPTIONS);

    /** s² = 1 of the errors 1, 2, 3: 1/√3 for folds, √(1/3 + 1/4) if a fifth is held out anew. */
    @Test
    void standardErrorsCountWhatFoldsShare() {
        List<Score> scores = List.of(score(1), score(2), score(3));
        assertThat(error(scores, 1.0 / 3)).isCloseTo(1 / Math.sqrt(3), within(1e-15));
        assertThat(error(scores, 1.0 / 3 + 0.25)).isCloseTo(Math.sqrt(7.0 / 12), within(1e-15));
        Folds shared = data.holdOuts(3, 0.2, 1);
        assertThat(shared.shareOfVariance()).isBetween(1.0 / 3 + 0.2, 1.0 / 3 + 0.3);
    }

    private static Score score(double loss) {
        return new Score(loss, Math.sqrt(2 * loss), true);
    }

    private static double error(List<Score> scores, double share) {
        return Objects.requireNonNull(HeldOut.of(scores, share).spread()).meanLossError();
    }

    @Test
    void baselinesAreScoredOnTheSameEntries() {
        List<Baseline> baselines = Nadir.baselines(problem, path, OPTIONS);
        assertThat(baselines)
                .extracting(Baseline::name)
                .containsExactly("mean", "offsets", "damped offsets");
        HeldOut mean = baselines.getFirst().heldOut();
        double sum = 0;
        for (Fold fold : folds.list()) {
            Problem zero =
                    Problem.lowRank((ObservedEntries) fold.training(), 1e9)
                            .withCentering(Centering.GLOBAL);
            sum += meanSquare(Nadir.solve(zero, OPTIONS), (ObservedEntries) fold.heldOut()) / 3;
        }
        assertThat(mean.rootMeanSquare()).isCloseTo(Math.sqrt(sum), within(1e-9));
        List<ObservedEntries> parts = data.split(0.2, 1);
        PathOptions single = PathOptions.geometric(0.5, 2).withHeldOut(parts.get(1));
        Problem training = Problem.lowRank(parts.get(0), 1);
        assertThat(Nadir.baselines(training, single, OPTIONS).getFirst().heldOut().spread())
                .isNull();
        assertThat(Nadir.baselines(training, single.withHeldOut(null), OPTIONS)).isEmpty();
    }
}
