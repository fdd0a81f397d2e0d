package io.nadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.io.CheckpointFile;
import io.nadir.matrix.DenseMatrix;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Many problems side by side. */
@Timeout(60)
class BatchTest {
    private static final SolverOptions DEFAULTS = SolverOptions.defaults();

    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    private static Problem problem(int seed) {
        double[] values = new Random(seed).doubles(12 * 9, -1, 1).toArray();
        return Problem.lowRank(DenseMatrix.wrap(12, 9, values), 0.5);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static <T> List<Batch.Result<T>> sorted(Batch<T> batch) {
        List<Batch.Result<T>> results = new ArrayList<>();
        batch.forEach(results::add);
        results.sort(Comparator.comparingInt(Batch.Result::index));
        return results;
    }

    @Test
    void eachSolutionHasTheBitsOfASolveAlone() {
        for (int atOnce : new int[] {1, 2, 5}) {
            try (Batch<Integer> batch =
                    Nadir.solveAll(numbers(12), BatchTest::problem, DEFAULTS, pool, atOnce)) {
                List<Batch.Result<Integer>> results = sorted(batch);
                assertThat(results).extracting(Batch.Result::job).isEqualTo(numbers(12));
                for (Batch.Result<Integer> result : results) {
                    Solution alone = Nadir.solve(problem(result.job()));
                    assertThat(result.isCertified()).isTrue();
                    assertThat(result.orThrow().u()).isEqualTo(alone.u());
                    assertThat(result.orThrow().v()).isEqualTo(alone.v());
                    assertThat(result.orThrow().objective()).isEqualTo(alone.objective());
                }
            }
        }
    }

    @Test
    void virtualThreadsSolveAsWell() {
        List<Problem> problems = List.of(problem(1), problem(2), problem(3));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Batch<Problem> batch = Nadir.solveAll(problems, DEFAULTS, threads)) {
            List<Batch.Result<Problem>> results = sorted(batch);
            assertThat(results).extracting(Batch.Result::job).isEqualTo(problems);
            assertThat(results).allMatch(Batch.Result::isCertified);
        }
    }

    @Test
    void aJobThatFailsStopsNoOther() {
        Function<Integer, Problem> some =
                k -> {
                    if (k % 3 == 1) {
                        throw new IllegalArgumentException("job " + k + " is bad");
                    }
                    return problem(k);
                };
        try (Batch<Integer> batch = Nadir.solveAll(numbers(7), some, DEFAULTS, pool, 2)) {
            List<Batch.Result<Integer>> results = sorted(batch);
            assertThat(results).hasSize(7);
            for (Batch.Result<Integer> result : results) {
                assertThat(result.isCertified()).isEqualTo(result.job() % 3 != 1);
            }
            assertThat(results.get(4).failure()).hasMessage("job 4 is bad");
            assertThatIllegalStateException()
                    .isThrownBy(results.get(4)::orThrow)
                    .withMessageContaining("job 4 failed")
                    .withCause(results.get(4).failure());
        }
    }

    /** However many jobs there are, and however slowly results are taken. */
    @Test
    void onlyAFewProblemsExistAtOnce() {
        AtomicInteger made = new AtomicInteger();
        Function<Integer, Problem> counted =
                k -> {
                    made.incrementAndGet();
                    return problem(0);
                };
        int taken = 0;
        try (Batch<Integer> batch = Nadir.solveAll(numbers(200), counted, DEFAULTS, pool, 3)) {
            for (Batch.Result<Integer> result : batch) {
                taken++;
                assertThat(result.isCertified()).isTrue();
                assertThat(made.get()).isLessThanOrEqualTo(taken + 2 * 3);
            }
        }
        assertThat(taken).isEqualTo(200).isEqualTo(made.get());
    }

    @Test
    void cancelEndsRunningSolvesAndBeginsNoOther() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        SolverOptions stuck =
                DEFAULTS.withListener(
                        new SolveListener() {
                            @Override
                            public boolean onCertificate(
                                    Certificate certificate, Progress progress) {
                                running.countDown();
                                try {
                                    never.await(); // Until the thread is interrupted.
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                return true;
                            }
                        });
        try (Batch<Integer> batch =
                Nadir.solveAll(numbers(1000), BatchTest::problem, stuck, pool, 2)) {
            running.await();
            batch.cancel();
            List<Batch.Result<Integer>> results = sorted(batch);
            assertThat(results).extracting(Batch.Result::job).containsExactly(0, 1);
            assertThat(results)
                    .allMatch(result -> result.orThrow().stopReason() == StopReason.INTERRUPTED);
            assertThat(batch.iterator().hasNext()).isFalse();
        }
        // The threads are free, and no interrupt is left over.
        try (Batch<Integer> next =
                Nadir.solveAll(numbers(6), BatchTest::problem, DEFAULTS, pool, 3)) {
            assertThat(sorted(next)).hasSize(6).allMatch(Batch.Result::isCertified);
        }
    }

    @Test
    void closeWaitsForTheThreadsAndDropsWhatWasNotTaken() {
        AtomicInteger working = new AtomicInteger();
        Function<Integer, Problem> counted =
                k -> {
                    working.incrementAndGet();
                    try {
                        return problem(k);
                    } finally {
                        working.decrementAndGet();
                    }
                };
        Batch<Integer> batch = Nadir.solveAll(numbers(1000), counted, DEFAULTS, pool, 3);
        assertThat(batch.iterator().next().isCertified()).isTrue();
        batch.close();
        assertThat(working).hasValue(0);
        assertThat(batch.iterator().hasNext()).isFalse();
    }

    @Test
    void whatTheJobsThrowIsThrownAfterTheResultsBefore() {
        Iterable<Integer> breaking =
                () ->
                        IntStream.range(0, 5)
                                .peek(k -> {
                                    if (k == 2) {
                                        throw new IllegalStateException("no third job");
                                    }
                                })
                                .iterator();
        try (Batch<Integer> batch =
                Nadir.solveAll(breaking, BatchTest::problem, DEFAULTS, pool, 1)) {
            List<Integer> jobs = new ArrayList<>();
            assertThatIllegalStateException()
                    .isThrownBy(() -> batch.forEach(result -> jobs.add(result.job())))
                    .withMessage("no third job");
            assertThat(jobs).containsExactly(0, 1);
        }
    }

    @Test
    void anInterruptedCallerStopsWaiting() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Function<Integer, Problem> waiting =
                k -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return problem(k);
                };
        try (Batch<Integer> batch = Nadir.solveAll(numbers(3), waiting, DEFAULTS, pool, 1)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(WorkInterruptedException.class)
                    .isThrownBy(batch.iterator()::hasNext);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anExecutorThatIsShutDownEndsTheBatch() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService busy = Executors.newFixedThreadPool(1);
        busy.execute(() -> {
            running.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running.await();
        try (Batch<Integer> batch =
                Nadir.solveAll(numbers(3), BatchTest::problem, DEFAULTS, busy, 1)) {
            busy.shutdownNow();
            assertThatIllegalStateException()
                    .isThrownBy(batch.iterator()::hasNext)
                    .withMessageContaining("shut down before all jobs were done");
        }
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(
                        () -> Nadir.solveAll(numbers(3), BatchTest::problem, DEFAULTS, busy, 1));
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Nadir.solveAll(numbers(3), BatchTest::problem, DEFAULTS, Runnable::run, 1))
                .withMessageContaining("threads other than the calling one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solveAll(numbers(3), BatchTest::problem, DEFAULTS, pool, 0))
                .withMessageContaining("atOnce = 0");
        SolverOptions kept =
                DEFAULTS.withCheckpoints(CheckpointFile.ofSolve(Path.of("state"), Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Nadir.solveAll(numbers(3), BatchTest::problem, kept, pool, 1))
                .withMessageContaining("checkpoints");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch.Result<>("job", 0, null, null))
                .withMessageContaining("allowed is one of them");
    }
}
