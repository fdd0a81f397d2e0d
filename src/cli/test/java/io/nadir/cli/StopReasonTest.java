package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Summary;
import io.nadir.loss.SquaredHingeLoss;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Regularizer;
import io.nadir.network.twolayer.TwoLayerNetwork;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.loop.SolveStates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Every reason for which a solve ends, brought about, and how the command line tells it. */
class StopReasonTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 5;

    /** Its nonnegative factorization has a polar whose upper bound stays above 1. */
    private static final double[] HARD = {
        0.67, 1.68, 0.85, 0.02, 0.01, 0.01, -0.05, 0.59, 0.67, 0.33, 0.33, 2.23, 1.37, 0.51, 0.32,
        1, 0.03, 0.07, 0.05, 0.87, 0.85, 0.33, 0.47, 0.31, 0.24, 0.37, 0.97, 2.13, 0.41, 0.19
    };

    private static final double LAMBDA = 0.1;

    private static final Problem EASY =
            Problem.lowRank(DenseMatrix.copyOf(ROWS, COLUMNS, HARD), LAMBDA);

    private static final Problem NONNEGATIVE = EASY.withRegularizer(SquaredNorms.nonNegative());

    /** 1 in all entries; where rounding is seen, as errors of 1e-16 in 1 are of 1e-12 in λ. */
    private static final Problem FLAT =
            Problem.lowRank(DenseMatrix.copyOf(2, 4, ones(8)), 2.8284e-4)
                    .withLoss(new SquaredHingeLoss());

    @TempDir private Path directory;

    /**
     * A solve that ended, and what is told of it.
     *
     * @param line first of what is printed
     */
    private record End(Problem problem, SolverOptions options, Solution solution, String line) {
        static End of(Problem problem, SolverOptions options, String line) {
            return new End(problem, options, Nadir.solve(problem, options), line);
        }

        String told() {
            Inputs inputs = new Inputs(List.of(), Instant.EPOCH, List.of());
            return Summary.of(
                    Report.ofSolve(
                            problem, options, solution, 0, 0, inputs, null, LambdaOrigin.GIVEN));
        }
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void everyReasonIsReachedAndTold(StopReason reason) throws IOException {
        End end = reach(reason);
        assertThat(end.solution.stopReason()).isEqualTo(reason);
        assertThat(end.told()).startsWith(end.line + "\n");
    }

    private static End reach(StopReason reason) throws IOException {
        SolverOptions options = SolverOptions.defaults();
        return switch (reason) {
            case CERTIFIED ->
                    End.of(
                            EASY,
                            options,
                            "Global minimum, probable (wrong with probability at most 1e-10).");
            case MAX_RANK ->
                    End.of(
                            EASY,
                            options.withMaxRank(1),
                            "Not a global minimum: stopped at the largest rank allowed.");
            case FIXED_RANK ->
                    End.of(
                            EASY,
                            options.withRank(1),
                            "Descent has converged at rank 1, as asked for: the minimum over any"
                                    + " rank is at most 71 % lower.");
            case TIME_LIMIT ->
                    End.of(
                            EASY,
                            options.withTimeLimit(Duration.ofNanos(1)),
                            "Undecided: stopped by the time limit.");
            case CANCELLED ->
                    End.of(
                            EASY,
                            options.withDescent(Descent.SUBSPACE).withListener(new Stopping()),
                            "Undecided: interrupted.");
            case INTERRUPTED -> interrupted(options);
            case OUT_OF_MEMORY ->
                    End.of(
                            EASY.withLambda(0.5).withLoss(new OutOfMemoryLoss()),
                            options.withEvidence(Evidence.PROVED),
                            "Undecided: the certificate takes more memory than the heap has"
                                    + Summary.MORE_MEMORY
                                    + ".");
            case UNDECIDED ->
                    End.of(
                            NONNEGATIVE,
                            options,
                            "Undecided: the bounds of the polar leave open whether there is a"
                                    + " better point.");
            case ROUNDING ->
                    End.of(
                            FLAT,
                            options.withRelativeGap(1e-11),
                            "Undecided: no step is known that lowers the objective by more than its"
                                    + " rounding errors; a larger --gap can be certified.");
            case ATTEMPT_LIMIT -> atTheLastAttempt(options);
            case STALLED ->
                    End.of(
                            EASY.withRegularizer(new Uphill()),
                            options.withDescent(Descent.PROXIMAL_GRADIENT).withStart(manyColumns()),
                            "Undecided: descent found no lower point, which rounding does not"
                                    + " explain; try another --descent from this result with"
                                    + " --warm-start.");
        };
    }

    /** More effort is advised where a relaxation is known that may use it, and nowhere else. */
    @Test
    void moreEffortIsAdvisedWhereItMayHelp() {
        SolverOptions options = SolverOptions.defaults();
        String advice = "--effort high does more work";
        End noRelaxation = End.of(NONNEGATIVE, options, "");
        assertThat(noRelaxation.solution.certificate().tightenable()).isFalse();
        assertThat(noRelaxation.told()).contains("would suffice").doesNotContain(advice);
        SolverOptions low = options.withEffort(Effort.LOW);
        End relaxation = End.of(network(), low, "");
        assertThat(relaxation.solution.certificate().tightenable()).isTrue();
        assertThat(relaxation.told()).contains("would suffice, for which " + advice);
        Solution tightened = Nadir.solve(network(), low.withEffort(Effort.HIGH));
        assertThat(tightened.certificate().isGlobal()).isTrue();
        assertThat(tightened.certificate().tightenable()).isFalse();
    }

    /** Ten samples in nine dimensions: more than cones are searched in. */
    private static Problem network() {
        double[] inputs = new Random(1).doubles(90, -1, 1).toArray();
        double[] outputs = new Random(2).doubles(10, -1, 1).toArray();
        Problem one =
                new Problem(
                        TwoLayerNetwork.relu(
                                DenseMatrix.wrap(10, 9, inputs), DenseMatrix.wrap(10, 1, outputs)),
                        new SquaredLoss(),
                        new SquaredNorms(),
                        1);
        return one.withLambda(0.7 * Nadir.lambdaMax(one, SolverOptions.defaults()));
    }

    /** A solve that ends with a proof for which there is no memory has its point all the same. */
    @Test
    void theWorkBeforeAProofThatRunsOutOfMemoryIsKept() {
        double[] values = new double[600];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(i) + Math.cos(7.0 * i);
        }
        Problem problem =
                Problem.lowRank(DenseMatrix.wrap(30, 20, values), 3)
                        .withLoss(new OutOfMemoryLoss());
        SolverOptions proved = SolverOptions.defaults().withEvidence(Evidence.PROVED);
        Solution solution = Nadir.solve(problem, proved);
        assertThat(solution.stopReason()).isEqualTo(StopReason.OUT_OF_MEMORY);
        assertThat(solution.rank()).isPositive();
        Certificate certificate = solution.certificate();
        assertThat(certificate.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(certificate.polar().evidence()).isEqualTo(Evidence.PROBABLE);
        Solution probable = Nadir.solve(problem, proved.withEvidence(Evidence.PROBABLE));
        assertThat(solution.objective()).isEqualTo(probable.objective());
        assertThat(certificate.gap())
                .isFinite()
                .isGreaterThanOrEqualTo(solution.objective() - probable.certificate().objective());
    }

    private static End interrupted(SolverOptions options) {
        Thread.currentThread().interrupt();
        try {
            return End.of(EASY, options, "Undecided: interrupted.");
        } finally {
            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        }
    }

    /** Resumed after the first columns were appended, which are too few, at the last attempt. */
    private static End atTheLastAttempt(SolverOptions options) throws IOException {
        List<byte[]> states = new ArrayList<>();
        SolverOptions kept =
                options.withCheckpoints((state, last) -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    state.writeTo(bytes);
                    states.add(bytes.toByteArray());
                });
        Nadir.solve(NONNEGATIVE, kept);
        SolveState first = Nadir.readState(new ByteArrayInputStream(states.getFirst()));
        return End.of(
                NONNEGATIVE,
                options.withResume(SolveStates.beforeTheLastAttempt(first)),
                "Not a global minimum: stopped after 1000 certificates; to go on, start from this"
                        + " result with --warm-start.");
    }

    /** What a larger gap is said to give holds. */
    @Test
    void aLargerGapThanThatOfAPointEndedByRoundingIsCertified() {
        Solution end = Nadir.solve(FLAT, SolverOptions.defaults().withRelativeGap(1e-11));
        double gap = end.certificate().relativeGap();
        assertThat(gap).isBetween(1e-11, 1e-9);
        Solution again = Nadir.solve(FLAT, SolverOptions.defaults().withRelativeGap(2 * gap));
        assertThat(again.stopReason()).isEqualTo(StopReason.CERTIFIED);
    }

    /** The same through the command line: arguments, and the line that it prints. */
    @Test
    void theCommandLineTellsThem() throws IOException {
        Path hard = Session.writeNpy(directory.resolve("hard.npy"), ROWS, COLUMNS, HARD);
        Path flat = Session.writeNpy(directory.resolve("flat.npy"), 2, 4, ones(8));
        requireTold(StopReason.CERTIFIED, 0, hard, LAMBDA);
        requireTold(StopReason.MAX_RANK, 3, hard, LAMBDA, "--max-rank", 1);
        requireTold(StopReason.FIXED_RANK, 0, hard, LAMBDA, "--rank", 1);
        requireTold(StopReason.TIME_LIMIT, 3, hard, LAMBDA, "--time-limit", "0.000001");
        String regularizer = "squared-norms:nonnegative,nonnegative";
        requireTold(StopReason.UNDECIDED, 3, hard, LAMBDA, "--regularizer", regularizer);
        requireTold(
                StopReason.ROUNDING, 3, flat, 2.8284e-4, "--loss", "squared-hinge", "--gap", 1e-11);
    }

    /** A residual of 0 would say that the point is a stationary one. */
    @Test
    void whatWasNotMeasuredIsNotReported() throws IOException {
        Path matrix = Session.writeNpy(directory.resolve("hard.npy"), ROWS, COLUMNS, HARD);
        Path out = directory.resolve("out");
        Session session =
                Session.run("solve", matrix, "--lambda", LAMBDA, "--time-limit=1e-6", "--out", out);
        assertThat(session.out()).contains("\n  equilibrium   not measured\n");
        JsonNode report = new JsonMapper().readTree(out.resolve(Outcome.REPORT).toFile());
        assertThat(report.get("equilibrium").isNull()).isTrue();
        Session.run("report", out);
        assertThat(out.resolve("report.html")).content().doesNotContain("equilibrium");
    }

    private void requireTold(
            StopReason reason, int exitCode, Path matrix, double lambda, Object... more)
            throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("solve", matrix, "--lambda", lambda));
        arguments.addAll(List.of("--out", directory.resolve(reason.name())));
        arguments.addAll(List.of(more));
        Session session = Session.run(arguments.toArray());
        assertThat(session.out())
                .as(session.err())
                .startsWith(reach(reason).line + "\n")
                .doesNotContain("Infinity");
        assertThat(session.exitCode()).isEqualTo(exitCode);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Too large by far, so that no column is wanting, and too many to give them sizes at once. */
    private static Factors manyColumns() {
        int count = 601;
        Factors w = Factors.zeros(count, ROWS, COLUMNS);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < w.block(k).rows(); j++) {
                    w.block(k).set(j, i, 0.05 * Math.sin(1 + i + 7.0 * j + 3 * k));
                }
            }
        }
        return w;
    }

    /** Asks to stop as soon as it is asked. */
    private static final class Stopping implements SolveListener {
        @Override
        public boolean onAppend(int columns, Progress progress) {
            return false;
        }
    }

    /**
     * The squared norms with a proximal map that leads away from the minimum where columns are
     * many; the single columns by which a regularizer is checked do not show it.
     */
    private static final class Uphill implements Regularizer {
        private static final int MANY = 100;

        private final Regularizer norms = new SquaredNorms();

        @Override
        public String name() {
            return "uphill";
        }

        @Override
        public int degree() {
            return norms.degree();
        }

        @Override
        public double value(Factors w, int column) {
            return norms.value(w, column);
        }

        @Override
        public double price(Factors w, int k, int column) {
            return norms.price(w, k, column);
        }

        @Override
        public Gauge gauge(int k) {
            return norms.gauge(k);
        }

        @Override
        public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
            if (stride < MANY) {
                norms.prox(k, weight, x, offset, stride, length);
                return;
            }
            for (int i = 0; i < length; i++) {
                x[offset + i * stride] *= 100;
            }
        }
    }
}
