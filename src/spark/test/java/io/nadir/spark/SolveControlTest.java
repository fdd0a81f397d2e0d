package io.nadir.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a solve on Spark has in common with one in a heap: checkpoints, limits, interruption. */
@Isolated("its listeners get the jobs of all tests")
class SolveControlTest {
    private static DistributedRows rows;

    @BeforeAll
    static void distribute() {
        rows =
                DistributedRows.observed(
                        Ratings.random(60, 30, 3, 0.5, 4).frame(LocalSpark.session()),
                        Ratings.NAMES,
                        3);
    }

    @AfterAll
    static void free() {
        rows.close();
    }

    @Test
    void aSolveGoesOnFromItsCheckpointWithTheSameBits() throws Exception {
        ResumedSolve.check(new SparkProblem(rows, 4), SolverOptions.defaults(), 3);
    }

    @Test
    void kernelsOfTheExecutorsAreTold() {
        assertThat(rows.kernels()).containsExactly(Nadir.kernels());
    }

    @Test
    void jobsAreNamedAfterPhasesAndProgressIsPosted() {
        Queue<String> groups = new ConcurrentLinkedQueue<>();
        Queue<SolveEvent> events = new ConcurrentLinkedQueue<>();
        SparkListener listener =
                new SparkListener() {
                    @Override
                    public void onJobStart(SparkListenerJobStart start) {
                        groups.add(
                                start.properties().getProperty("spark.jobGroup.id", "none")
                                        + "/"
                                        + start.properties()
                                                .getProperty("spark.job.description", "none"));
                    }

                    @Override
                    public void onOtherEvent(SparkListenerEvent event) {
                        if (event instanceof SolveEvent progress) {
                            events.add(progress);
                        }
                    }
                };
        rows.context().sc().addSparkListener(listener);
        rows.context().setJobGroup("mine", "of the caller", false);
        SparkSolution found;
        try {
            found = SparkSolver.solve(new SparkProblem(rows, 4));
            assertThat(rows.context().getLocalProperty("spark.jobGroup.id")).isEqualTo("mine");
            assertThat(rows.context().getLocalProperty("spark.job.description"))
                    .isEqualTo("of the caller");
        } finally {
            rows.context().clearJobGroup();
            waitForEvents();
            rows.context().sc().removeSparkListener(listener);
        }
        Set<String> phases = new TreeSet<>();
        for (String group : groups) {
            phases.add(group.replaceAll("^Nadir [0-9a-f]+ (\\w+)/(\\w+):.*$", "$1 $2"));
        }
        assertThat(phases)
                .containsExactlyInAnyOrder(
                        "append append", "certificate certificate", "descent descent");
        checkEvents(List.copyOf(events), found);
        assertThat(groups.peek()).startsWith(events.element().getSolve() + " ");
    }

    private static void checkEvents(List<SolveEvent> events, SparkSolution found) {
        assertThat(events.stream().filter(event -> event.getKind().equals("descent")))
                .hasSize(found.iterations());
        assertThat(
                        events.stream()
                                .filter(event -> event.getKind().equals("append"))
                                .mapToInt(event -> Integer.parseInt(event.getOutcome()))
                                .sum())
                .isEqualTo(found.appends());
        assertThat(
                        events.stream()
                                .filter(event -> event.getKind().equals("certificate"))
                                .map(SolveEvent::getOutcome))
                .startsWith("NOT_GLOBAL")
                .endsWith("GLOBAL");
        SolveEvent last = events.getLast();
        assertThat(last.getKind()).isEqualTo("end");
        assertThat(last.getOutcome()).isEqualTo("CERTIFIED");
        assertThat(last.getRank()).isEqualTo(found.rank());
        assertThat(last.getObjective()).isEqualTo(found.objective());
        assertThat(last.getLowerBound()).isEqualTo(found.certificate().lowerBound());
        assertThat(JsonProtocol.sparkEventToJsonString(last))
                .as("what the event log has")
                .contains("\"Event\":\"io.nadir.spark.SolveEvent\"", "\"kind\":\"end\"")
                .contains("\"objective\":" + found.objective());
    }

    private static void waitForEvents() {
        try {
            rows.context().sc().listenerBus().waitUntilEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptionEndsASolveWithTheBestPoint() {
        SolveListener interrupter =
                new SolveListener() {
                    @Override
                    public boolean onIteration(Progress progress) {
                        if (progress.iteration() == 6) {
                            Thread.currentThread().interrupt();
                        }
                        return true;
                    }
                };
        SparkSolution found =
                SparkSolver.solve(
                        new SparkProblem(rows, 4),
                        SolverOptions.defaults().withListener(interrupter));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found.stopReason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(found.iterations()).isEqualTo(6);
        assertThat(found.rank()).isPositive();
    }

    @Test
    void aPointFromElsewhereIsCertifiedOrRefuted() {
        SparkProblem problem = new SparkProblem(rows, 4);
        SparkSolution solution = SparkSolver.solve(problem);
        Certificate same =
                SparkSolver.certify(
                        problem, solution.v(), solution.rank(), SolverOptions.defaults());
        assertThat(same.verdict()).isEqualTo(Verdict.GLOBAL);
        assertThat(same.objective()).isEqualTo(solution.objective());
        double[] first = new double[rows.columns()];
        for (int j = 0; j < first.length; j++) {
            first[j] = solution.v()[j * solution.rank()];
        }
        Certificate less = SparkSolver.certify(problem, first, 1, SolverOptions.defaults());
        assertThat(less.verdict()).isEqualTo(Verdict.NOT_GLOBAL);
        assertThat(less.objective()).isGreaterThan(solution.objective());
        assertThat(less.lowerBound()).isLessThanOrEqualTo(solution.objective());
    }
}
