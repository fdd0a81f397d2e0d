package io.nadir.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/** Same data and seed, same bits: for every number of threads and whoever owns them. */
class ReproducibilityTest {
    /** Large enough for several chunks, the last one short. */
    private static final Problem PROBLEM = problem(1500, 1111);

    private static final Solution EXPECTED = Nadir.solve(PROBLEM);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void threadsDoNotChangeABit(int threads) {
        assertSame(Nadir.solve(PROBLEM, SolverOptions.defaults().withThreads(threads)));
    }

    @Test
    void aCallersExecutorServes() {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            SolverOptions options = SolverOptions.defaults().withThreads(3).withExecutor(pool);
            assertSame(Nadir.solve(PROBLEM, options));
            assertThat(pool.isShutdown()).isFalse();
        }
    }

    @Test
    void anExecutorThatNeverRunsAnythingIsNoHarm() {
        assertSame(
                Nadir.solve(
                        PROBLEM, SolverOptions.defaults().withThreads(2).withExecutor(task -> {})));
    }

    @Test
    void anExecutorThatRejectsIsNoHarm() {
        SolverOptions options =
                SolverOptions.defaults()
                        .withThreads(2)
                        .withExecutor(task -> {
                            throw new RejectedExecutionException("full");
                        });
        assertSame(Nadir.solve(PROBLEM, options));
    }

    @Test
    void manySolvesAtOnceDoNotDisturbEachOther() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            var solves =
                    IntStream.range(0, 6)
                            .mapToObj(i -> pool.submit(() -> Nadir.solve(PROBLEM)))
                            .toList();
            for (Future<Solution> solve : solves) {
                assertSame(solve.get());
            }
        }
    }

    @Test
    void provedBoundsAreReproducibleToo() {
        Problem small = problem(90, 70);
        SolverOptions options = SolverOptions.defaults().withEvidence(Evidence.PROVED);
        double gap = Nadir.solve(small, options).certificate().gap();
        assertThat(Nadir.solve(small, options.withThreads(2)).certificate().gap()).isEqualTo(gap);
    }

    private static void assertSame(Solution solution) {
        assertThat(solution.u()).isEqualTo(EXPECTED.u());
        assertThat(solution.v()).isEqualTo(EXPECTED.v());
        assertThat(solution.objective()).isEqualTo(EXPECTED.objective());
        assertThat(solution.certificate().gap()).isEqualTo(EXPECTED.certificate().gap());
        assertThat(solution.certificate().polar().upper())
                .isEqualTo(EXPECTED.certificate().polar().upper());
    }

    private static Problem problem(int m, int n) {
        Random random = new Random(5);
        double[] y = random.doubles((long) m * n, -1, 1).toArray();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                y[i * n + j] += 3.0 * i / m * j / n - (i % 7) * 0.2;
            }
        }
        return Problem.lowRank(DenseMatrix.wrap(m, n, y), 0.7 * (Math.sqrt(m) + Math.sqrt(n)));
    }
}
