package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.loss.HuberLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Paths that end early keep what they have, and go on from their state with the same bits. */
class PathInterruptionTest {
    private static final SolverOptions OPTIONS = SolverOptions.defaults();
    private static final PathOptions GRID = PathOptions.geometric(0.5, 4);

    private final Problem problem;
    private final PathOptions path;
    private final List<PathPoint> whole;

    PathInterruptionTest() {
        Random random = new Random(4);
        double[] y = random.doubles(30 * 20, -1, 1).toArray();
        List<ObservedEntries> parts =
                ObservedEntries.copyOf(DenseMatrix.wrap(30, 20, y)).split(0.2, 1);
        problem = Problem.lowRank(parts.get(0), 1).withLoss(new HuberLoss(0.5));
        path = GRID.withHeldOut(parts.get(1));
        whole = Nadir.solvePath(problem, path, OPTIONS);
    }

    /** Interrupts this thread in a step of some solve, counted over the whole path. */
    private record InterruptAt(int step, int[] seen) implements SolveListener {
        @Override
        public boolean onIteration(Progress progress) {
            if (++seen[0] == step) {
                Thread.currentThread().interrupt();
            }
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20, 40, 60})
    void anInterruptionKeepsFinishedPointsAndScoresTheLast(int step) {
        SolverOptions options = OPTIONS.withListener(new InterruptAt(step, new int[1]));
        List<PathPoint> finished = new ArrayList<>();
        List<PathPoint> points =
                Nadir.solvePath(
                        problem, path.withListener((at, point) -> finished.add(point)), options);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(points.subList(0, finished.size())).isEqualTo(finished);
        assertThat(points.size()).isBetween(finished.size(), finished.size() + 1);
        for (int k = 0; k < points.size(); k++) {
            Solution solution = points.get(k).solution();
            assertThat(solution.objective()).isPositive().isFinite();
            assertThat(solution.certificate().gap()).isFinite();
            assertThat(Objects.requireNonNull(points.get(k).heldOut()).meanLoss()).isFinite();
            if (k < finished.size()) {
                assertSame(points.get(k), whole.get(k));
            } else {
                assertThat(solution.stopReason()).isEqualTo(StopReason.INTERRUPTED);
            }
        }
    }

    @Test
    void anInterruptionBeforeThePathLeavesNothingButTheFlag() {
        Thread.currentThread().interrupt();
        assertThat(Nadir.solvePath(problem, path, OPTIONS)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A warm start that was never evaluated has an objective all the same. */
    @Test
    void aSolveInterruptedAtItsStartHasAnObjective() {
        SolverOptions options = OPTIONS.withStart(whole.getLast().solution().factors());
        Thread.currentThread().interrupt();
        Solution solution = Nadir.solve(problem.withLambda(0.5), options);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(solution.stopReason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(solution.objective())
                .isEqualTo(
                        Nadir.certify(problem.withLambda(0.5), solution.factors(), OPTIONS)
                                .objective(),
                        org.assertj.core.api.Assertions.within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resumingAnyStateGivesTheSameBits(boolean upwards) {
        // Under the largest rank allowed nothing is certified, and the path goes upwards again.
        SolverOptions options = upwards ? OPTIONS.withMaxRank(2) : OPTIONS;
        List<byte[]> states = new ArrayList<>();
        List<PathPoint> expected =
                Nadir.solvePath(
                        problem,
                        path.withCheckpoints((state, last) -> states.add(PathStates.bytes(state))),
                        options);
        int stride = Math.max(1, states.size() / 15);
        for (int k = 0; k < states.size(); k += stride) {
            List<PathPoint> again =
                    Nadir.solvePath(
                            problem, path.withResume(PathStates.state(states.get(k))), options);
            assertThat(again).hasSameSizeAs(expected);
            for (int i = 0; i < again.size(); i++) {
                assertSame(again.get(i), expected.get(i));
            }
        }
    }

    @Test
    void statesOfOtherPathsAreRefused() {
        List<byte[]> states = new ArrayList<>();
        PathOptions kept =
                path.withCheckpoints((state, last) -> states.add(PathStates.bytes(state)));
        Nadir.solvePath(problem, kept.withListener((at, point) -> false), OPTIONS);
        PathOptions resuming = path.withResume(PathStates.state(states.getLast()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solvePath(problem, resuming, OPTIONS.withSeed(2)))
                .withMessageContaining("seed 1")
                .withMessageContaining("seed 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.solvePath(problem.withLoss(new HuberLoss(0.25)), resuming, OPTIONS))
                .withMessageContaining("huber");
    }

    @Test
    void theTimeLimitEndsThePathWithItsBestPoint() {
        SolverOptions slow = OPTIONS.withDescent(Descent.PROXIMAL_GRADIENT).withRelativeGap(1e-14);
        List<PathPoint> points =
                Nadir.solvePath(problem, path.withTimeLimit(Duration.ofNanos(1)), slow);
        assertThat(points).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> path.withTimeLimit(Duration.ZERO))
                .withMessageContaining("timeLimit = PT0S");
    }

    private static void assertSame(PathPoint actual, PathPoint expected) {
        assertThat(actual.lambda()).isEqualTo(expected.lambda());
        assertThat(actual.heldOut()).isEqualTo(expected.heldOut());
        assertThat(actual.solution().u()).containsExactly(expected.solution().u());
        assertThat(actual.solution().v()).containsExactly(expected.solution().v());
        assertThat(actual.solution().certificate().gap())
                .isEqualTo(expected.solution().certificate().gap());
        assertThat(actual.solution().stopReason()).isEqualTo(expected.solution().stopReason());
        assertThat(actual.solution().iterations()).isEqualTo(expected.solution().iterations());
    }
}
