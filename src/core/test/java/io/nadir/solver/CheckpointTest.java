package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.CheckpointFile;
import io.nadir.loss.HuberLoss;
import io.nadir.loss.PseudoHuber;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.regularizer.EuclideanPlusL1;
import io.nadir.regularizer.GaugeProduct;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A solve that is resumed ends with the bits of one that was never interrupted. */
class CheckpointTest {
    /** As many checkpoints as a process may write before it is killed. */
    private static final int MOST_CHECKPOINTS = 6;

    @TempDir private Path directory;

    @ParameterizedTest
    @MethodSource("io.nadir.solver.Descents#ofMatrices")
    void resumingAnyStateGivesTheSameBits(Descent descent) {
        SolverOptions options = SolverOptions.defaults().withDescent(descent).withRelativeGap(1e-8);
        checkEveryState(squared(), options);
    }

    @Test
    void resumingUnderAnotherLossGivesTheSameBits() {
        Problem problem = squared().withLoss(new HuberLoss(0.5));
        checkEveryState(problem, SolverOptions.defaults().withDescent(Descent.QUASI_NEWTON));
        checkEveryState(problem, SolverOptions.defaults().withDescent(Descent.PROXIMAL_GRADIENT));
        checkEveryState(squared().withLoss(new PseudoHuber()), SolverOptions.defaults());
    }

    @Test
    void resumingOtherModelsGivesTheSameBits() {
        DenseMatrix y = (DenseMatrix) squared().y();
        List<ObservedEntries> parts = ObservedEntries.copyOf(y).split(0.3, 1);
        Problem completion = Problem.lowRank(parts.get(0), 3);
        checkEveryState(completion, SolverOptions.defaults());
        checkEveryState(completion, SolverOptions.defaults().withDescent(Descent.QUASI_NEWTON));
        checkEveryState(
                Problem.lowRank(y, 30)
                        .withRegularizer(
                                new GaugeProduct(EuclideanPlusL1.ONE, EuclideanPlusL1.ONE)),
                SolverOptions.defaults());
        checkEveryState(squared(), SolverOptions.defaults().withDescent(Descent.COLUMNS));
    }

    private static void checkEveryState(Problem problem, SolverOptions options) {
        List<byte[]> states = new ArrayList<>();
        Solution whole =
                Nadir.solve(
                        problem,
                        options.withCheckpoints((state, last) -> states.add(bytes(state))));
        assertThat(whole.certificate().isGlobal()).isTrue();
        int step = Math.max(1, states.size() / 20);
        for (int k = 0; k < states.size(); k += step) {
            Solution resumed = Nadir.solve(problem, options.withResume(state(states.get(k))));
            assertSame(whole, resumed, "state " + k + " of " + states.size());
        }
    }

    private static void assertSame(Solution expected, Solution actual, String what) {
        assertThat(actual.u()).as(what).containsExactly(expected.u());
        assertThat(actual.v()).as(what).containsExactly(expected.v());
        assertThat(actual.iterations()).as(what).isEqualTo(expected.iterations());
        assertThat(actual.appends()).as(what).isEqualTo(expected.appends());
        assertThat(actual.certificate().gap()).as(what).isEqualTo(expected.certificate().gap());
        assertThat(actual.stopReason()).as(what).isEqualTo(expected.stopReason());
    }

    @Test
    void interruptedSolvesLeaveAStateToResume() throws IOException {
        CheckpointFile<SolveState> file =
                CheckpointFile.ofSolve(directory.resolve("c"), Duration.ofDays(1));
        Problem problem = squared().withLoss(new HuberLoss(0.5));
        SolverOptions options = SolverOptions.defaults().withCheckpoints(file);
        Solution whole = Nadir.solve(problem, SolverOptions.defaults());
        for (int stopAt = 1; stopAt < whole.iterations(); stopAt += 7) {
            StopAfter listener = new StopAfter(stopAt);
            Nadir.solve(problem, options.withListener(listener));
            Solution resumed =
                    Nadir.solve(problem, SolverOptions.defaults().withResume(file.load()));
            assertSame(whole, resumed, "cancelled after " + stopAt);
        }
    }

    @Test
    void statesOfOtherProblemsAreRefused() {
        List<byte[]> states = new ArrayList<>();
        SolverOptions options = SolverOptions.defaults();
        Nadir.solve(squared(), options.withCheckpoints((state, last) -> states.add(bytes(state))));
        SolverOptions resuming = options.withResume(state(states.get(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(squared().withLambda(3.5), resuming))
                .withMessageContaining("lambda 3.0")
                .withMessageContaining("lambda 3.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solve(squared(), resuming.withSeed(2)))
                .withMessageContaining("seed 2");
        double[] other = new double[1200];
        other[7] = 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.solve(Problem.lowRank(DenseMatrix.wrap(40, 30, other), 3), resuming))
                .withMessageContaining("data");
    }

    /**
     * Kills processes after random numbers of checkpoints, wherever they are by then; each time the
     * file must have a state to go on from.
     */
    @Test
    void killedProcessesLoseAtMostTheLastInterval() throws Exception {
        killAndGoOn(4);
    }

    @Test
    @Tag("long")
    void processesKilledOftenLoseAtMostTheLastInterval() throws Exception {
        killAndGoOn(100);
    }

    private void killAndGoOn(int kills) throws Exception {
        Path file = directory.resolve("killed");
        Path result = directory.resolve("result");
        Random random = new Random(5);
        long expected = runToTheEnd(directory.resolve("undisturbed"), result);
        int last = -1;
        for (int k = 0; k < kills; k++) {
            Process process = start(file, result);
            boolean ended = !hasWritten(process, 1 + random.nextInt(MOST_CHECKPOINTS));
            if (ended) {
                assertThat(process.waitFor()).isZero();
                assertThat(Long.parseLong(Files.readString(result))).isEqualTo(expected);
                Files.delete(file);
                last = -1;
                continue;
            }
            process.destroyForcibly().waitFor();
            int now = CheckpointFile.ofSolve(file, Duration.ZERO).load().iterations();
            assertThat(now).isGreaterThanOrEqualTo(last);
            last = now;
        }
        assertThat(runToTheEnd(file, result)).isEqualTo(expected);
    }

    /** Waits for so many checkpoints; false if the process ends before. */
    private static boolean hasWritten(Process process, int checkpoints) throws IOException {
        BufferedReader said = process.inputReader();
        for (int k = 0; k < checkpoints; k++) {
            if (said.readLine() == null) {
                return false;
            }
        }
        return true;
    }

    private static long runToTheEnd(Path file, Path result) throws Exception {
        Process process = start(file, result);
        assertThat(hasWritten(process, Integer.MAX_VALUE)).isFalse();
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(Files.readString(result));
    }

    private static Process start(Path file, Path result) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dnadir.kernels=scalar",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckpointTest.class.getName(),
                        file.toString(),
                        result.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(file + ".log")))
                .start();
    }

    /** The process that is killed: solves, and says when each step's checkpoint is written. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        CheckpointFile<SolveState> file = CheckpointFile.ofSolve(path, Duration.ZERO);
        SolverOptions options =
                SolverOptions.defaults()
                        .withCheckpoints((state, last) -> {
                            file.offer(state, last);
                            System.out.println(state.iterations());
                        });
        if (Files.exists(path)) {
            options = options.withResume(file.load());
        }
        Solution solution = Nadir.solve(slow(), options);
        Files.writeString(Path.of(arguments[1]), Long.toString(fingerprint(solution)));
    }

    private static long fingerprint(Solution solution) {
        long hash = solution.iterations();
        for (double x : solution.u()) {
            hash = 31 * hash + Double.doubleToLongBits(x);
        }
        return hash;
    }

    private static Problem squared() {
        return problem(40, 30);
    }

    private static Problem slow() {
        return problem(120, 90).withLoss(new HuberLoss(0.5));
    }

    private static Problem problem(int m, int n) {
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
        return Problem.lowRank(DenseMatrix.wrap(m, n, y), 3);
    }

    private static byte[] bytes(SolveState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toByteArray();
    }

    private static SolveState state(byte[] bytes) {
        try {
            return Nadir.readState(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
