package io.nadir.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is put beside a figure: limits that can be worked out by hand, peers, and one thread. */
class NeighboursTest {
    private static final String SOLVE = "SolveBenchmark.solve";
    private static final String SPARSE = "\"size\": \"9x9:40\", \"r\": ";

    /** A result of one iteration in each of some forks. */
    private static String result(
            String benchmark, int callers, String parameters, double... milliseconds) {
        return """
        {"benchmark": "io.nadir.jmh.%s", "threads": %d, "params": {%s},
         "primaryMetric": {"score": 1, "scoreError": "NaN", "scoreUnit": "ms/op",
         "rawData": [%s]}}\
        """
                .formatted(
                        benchmark,
                        callers,
                        parameters,
                        Arrays.stream(milliseconds)
                                .mapToObj(ms -> "[" + ms + "]")
                                .collect(Collectors.joining(",")));
    }

    private static ResultFile run(String... results) {
        return ResultFile.of(
                new JsonMapper().createObjectNode(), "[" + String.join(",", results) + "]");
    }

    private static List<String> limits(ResultFile run, int row) {
        return new Neighbours(run).limits(run.measurements().get(row));
    }

    private static List<String> others(ResultFile run, int row) {
        return new Neighbours(run).others(run.measurements().get(row));
    }

    /** 100.7 MFLOP in 1 ms, and by two threads in 0.6; m·n² = 0.25 GFLOP in 5 ms and in 2.5. */
    @Test
    void sharesAreOfAsManyThreads() {
        ResultFile run =
                run(
                        result("MachinePeakBenchmark.fma", 1, "", 1),
                        result("MachinePeakBenchmark.fma", 2, "", 1.2),
                        result(
                                "ProofBenchmark.gram",
                                1,
                                "\"shape\": \"1000x500\", \"threads\": 1",
                                5),
                        result(
                                "ProofBenchmark.gram",
                                1,
                                "\"shape\": \"1000x500\", \"threads\": 2",
                                2.5));
        assertThat(limits(run, 2)).containsExactly("50 % of FMA peak");
        assertThat(limits(run, 3)).containsExactly("60 % of FMA peak");
        assertThat(others(run, 1)).containsExactly("1 thread 1.67×");
        assertThat(others(run, 3)).containsExactly("1 thread 2.00×");
    }

    /** Equal forks have an interval without width. */
    @Test
    void speedUpHasItsInterval() {
        ResultFile run =
                run(
                        result(SOLVE, 1, "\"threads\": 1", 18, 18, 18),
                        result(SOLVE, 1, "\"threads\": 2", 10, 10, 10));
        assertThat(others(run, 1)).containsExactly("1 thread 1.80× (1.80–1.80)");
        assertThat(others(run, 0)).isEmpty();
    }

    @Test
    void boundOfGatheringIsALimitAndNoPeer() {
        String kernel = "SparseKernelBenchmark.multiply";
        ResultFile run =
                run(
                        result(kernel, 1, "\"implementation\": \"nadir\"," + SPARSE + "10", 4),
                        result(kernel, 1, "\"implementation\": \"gather\"," + SPARSE + "10", 1),
                        result(kernel, 1, "\"implementation\": \"gather\"," + SPARSE + "32", 2));
        assertThat(limits(run, 0)).containsExactly("25 % of gathering");
        assertThat(others(run, 0)).isEmpty();
        assertThat(limits(run, 1)).isEmpty();
        assertThat(Neighbours.isPeer(run.measurements().get(1))).isTrue();
        assertThat(Neighbours.isPeer(run.measurements().get(0))).isFalse();
    }

    /** Of the same matrix on as many threads, whatever the evidence. */
    @Test
    void truncatedDecompositionsArePeersOfSolves() {
        String size = "\"size\": \"4x3:2\"";
        ResultFile run =
                run(
                        result(SOLVE, 1, size + ", \"evidence\": \"PROVED\", \"threads\": 1", 2),
                        result(SOLVE, 1, "\"size\": \"9x9:2\", \"threads\": 1", 2),
                        result(
                                Neighbours.TRUNCATED,
                                1,
                                size + ", \"implementation\": \"arpack\", \"threads\": 1",
                                6),
                        result(
                                Neighbours.TRUNCATED,
                                1,
                                size + ", \"implementation\": \"arpack\", \"threads\": 2",
                                4));
        assertThat(others(run, 0)).containsExactly("arpack 3.00×");
        assertThat(others(run, 1)).isEmpty();
    }
}
