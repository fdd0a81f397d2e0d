package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.loss.InterruptingLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener.Progress;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Limits, listeners, warm starts, interruption, events. */
class SolveControlTest {
    private static final Problem PROBLEM = problem(120, 80, 4, 3.0);

    /** So many places of a solve are interrupted, spread evenly from its first evaluation on. */
    private static final int MOMENTS = 10;

    /** Fewer passes over the data than these follow an interruption. */
    private static final int MOST_PASSES = 2;

    @ParameterizedTest
    @MethodSource("io.nadir.solver.Descents#ofMatrices")
    void theObjectiveNeverRises(Descent descent) {
        List<Double> objectives = new ArrayList<>();
        SolveListener listener =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        return objectives.add(progress.objective());
                    }

                    @Override
                    public boolean onAppend(int columns, Progress progress) {
                        return objectives.add(progress.objective());
                    }
                };
        Factors start = randomFactors(120, 80, 6);
        Nadir.solve(
                PROBLEM,
                SolverOptions.defaults()
                        .withDescent(descent)
                        .withStart(start)
                        .withListener(listener));
        assertThat(objectives).hasSizeGreaterThan(2);
        for (int i = 1; i < objectives.size(); i++) {
            assertThat(objectives.get(i)).isLessThanOrEqualTo(objectives.get(i - 1) * (1 + 1e-13));
        }
    }

    @Test
    void aWarmStartIsNotModifiedAndSavesTheAppends() {
        Solution first = Nadir.solve(PROBLEM);
        Factors start = first.factors().copy();
        double[] before = start.toArray(0);
        Solution again = Nadir.solve(PROBLEM, SolverOptions.defaults().withStart(start));
        assertThat(start.toArray(0)).isEqualTo(before);
        assertThat(again.stopReason()).isEqualTo(StopReason.CERTIFIED);
        assertThat(again.appends()).isZero();
    }

    @Test
    void theRankLimitIsKept() {
        Solution solution = Nadir.solve(PROBLEM, SolverOptions.defaults().withMaxRank(2));
        assertThat(solution.stopReason()).isEqualTo(StopReason.MAX_RANK);
        assertThat(solution.rank()).isEqualTo(2);
        assertThat(solution.certificate().verdict()).isEqualTo(Verdict.NOT_GLOBAL);
        assertThat(solution.certificate().polar().lower()).isGreaterThan(1);
        double optimum = Nadir.solve(PROBLEM).certificate().lowerBound();
        assertThat(solution.certificate().gap())
                .isGreaterThanOrEqualTo(solution.objective() - optimum - 1e-5 * optimum);
    }

    @Test
    void rankZeroIsAllowedAsALimit() {
        Solution solution = Nadir.solve(PROBLEM, SolverOptions.defaults().withMaxRank(0));
        assertThat(solution.stopReason()).isEqualTo(StopReason.MAX_RANK);
        assertThat(solution.rank()).isZero();
    }

    @Test
    void theTimeLimitLeavesAValidGap() {
        Solution solution =
                Nadir.solve(PROBLEM, SolverOptions.defaults().withTimeLimit(Duration.ofNanos(1)));
        assertThat(solution.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
        assertValid(solution);
        // It falls into the first certificate, which is what the time was spent on.
        assertThat(solution.seconds().certify()).isPositive();
        assertThat(solution.seconds().descent()).isZero();
    }

    @Test
    void eachEventOfAListenerCanCancel() {
        for (SolveListener listener : atEachEvent(() -> false)) {
            Solution solution =
                    Nadir.solve(PROBLEM, SolverOptions.defaults().withListener(listener));
            assertThat(solution.stopReason()).isEqualTo(StopReason.CANCELLED);
            assertValid(solution);
        }
    }

    @Test
    void eachEventOfAListenerCanInterrupt() {
        BooleanSupplier interrupt =
                () -> {
                    Thread.currentThread().interrupt();
                    return true;
                };
        for (SolveListener listener : atEachEvent(interrupt)) {
            Solution solution =
                    Nadir.solve(PROBLEM, SolverOptions.defaults().withListener(listener));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(solution.stopReason()).isEqualTo(StopReason.INTERRUPTED);
            assertValid(solution);
        }
    }

    /** One listener for each kind of event; what it answers says whether the solve goes on. */
    private static List<SolveListener> atEachEvent(BooleanSupplier answer) {
        SolveListener atIteration =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        return answer.getAsBoolean();
                    }
                };
        SolveListener atCertificate =
                new SolveListener() {
                    @Override
                    public boolean onCertificate(Certificate certificate, Progress progress) {
                        return answer.getAsBoolean();
                    }
                };
        SolveListener atAppend =
                new SolveListener() {
                    @Override
                    public boolean onAppend(int columns, Progress progress) {
                        return answer.getAsBoolean();
                    }
                };
        return List.of(atIteration, atCertificate, atAppend);
    }

    /** The loss interrupts the solve from within a kernel, so that no clock says where. */
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    void interruptionReturnsTheBestPointSoonAndKeepsTheFlag(Evidence evidence) {
        Problem problem = problem(300, 200, 10, 1.0);
        SolverOptions options =
                SolverOptions.defaults()
                        .withRelativeGap(1e-9)
                        .withEvidence(evidence)
                        .withThreads(2);
        InterruptingLoss undisturbed = new InterruptingLoss(Thread.currentThread(), 0);
        Solution whole = Nadir.solve(problem.withLoss(undisturbed), options);
        assertThat(whole.stopReason()).isEqualTo(StopReason.CERTIFIED);
        // Over the first three quarters: in the rest the solve may end before it notices.
        long step = 3 * undisturbed.entries() / 4 / MOMENTS;
        for (int k = 0; k < MOMENTS; k++) {
            long moment = 1 + k * step;
            InterruptingLoss loss = new InterruptingLoss(Thread.currentThread(), moment);
            Solution solution = Nadir.solve(problem.withLoss(loss), options);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(solution.stopReason()).isEqualTo(StopReason.INTERRUPTED);
            assertValid(solution);
            assertThat(loss.entries() - moment).isLessThan(MOST_PASSES * 300L * 200);
        }
    }

    @Test
    void interruptionBeforeTheSolveReturnsAtOnce() {
        Thread.currentThread().interrupt();
        Solution solution = Nadir.solve(PROBLEM);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(solution.stopReason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(solution.iterations()).isZero();
        assertValid(solution);
    }

    @Test
    void flightRecorderSeesEachStep(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("solve.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.nadir.Iteration");
            recording.enable("io.nadir.Certificate");
            recording.enable("io.nadir.Append");
            recording.start();
            Nadir.solve(PROBLEM);
            recording.dump(file);
        }
        List<String> names =
                RecordingFile.readAllEvents(file).stream()
                        .map(event -> event.getEventType().getName())
                        .toList();
        assertThat(names).contains("io.nadir.Iteration", "io.nadir.Certificate", "io.nadir.Append");
    }

    @Test
    void optionsRefuseNonsense() {
        SolverOptions options = SolverOptions.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withRelativeGap(Double.NaN))
                .withMessageContaining("relativeGap = NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withDelta(1))
                .withMessageContaining("delta = 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withThreads(0))
                .withMessageContaining("threads = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxRank(-1))
                .withMessageContaining("maxRank = -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withEvidence(Evidence.UNREFUTED))
                .withMessageContaining("UNREFUTED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withTimeLimit(Duration.ZERO))
                .withMessageContaining("timeLimit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PROBLEM.withLambda(Double.NaN))
                .withMessageContaining("lambda = NaN");
    }

    @Test
    void aStartOfTheWrongShapeIsRefused() {
        SolverOptions options = SolverOptions.defaults().withStart(randomFactors(80, 120, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(PROBLEM, options))
                .withMessageContaining("[80, 120]");
    }

    private static void assertValid(Solution solution) {
        Certificate certificate = solution.certificate();
        assertThat(solution.objective()).isPositive().isFinite();
        assertThat(certificate.gap()).isFinite().isNotNegative();
        assertThat(certificate.lowerBound()).isBetween(0.0, solution.objective());
        solution.factors().requireFinite();
    }

    private static Factors randomFactors(int m, int n, int rank) {
        Random random = new Random(9);
        return Factors.copyOfPair(
                m,
                n,
                rank,
                random.doubles((long) m * rank, -1, 1).toArray(),
                random.doubles((long) n * rank, -1, 1).toArray());
    }

    private static Problem problem(int m, int n, int rank, double lambdaShare) {
        Factors planted = randomFactors(m, n, rank);
        double[] u = planted.toArray(0);
        double[] v = planted.toArray(1);
        Random random = new Random(2);
        double[] y = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0.5 * random.nextGaussian();
                for (int k = 0; k < rank; k++) {
                    sum += u[i * rank + k] * v[j * rank + k];
                }
                y[i * n + j] = sum;
            }
        }
        double lambda = 0.5 * lambdaShare * (Math.sqrt(m) + Math.sqrt(n));
        return Problem.lowRank(DenseMatrix.wrap(m, n, y), lambda);
    }
}
