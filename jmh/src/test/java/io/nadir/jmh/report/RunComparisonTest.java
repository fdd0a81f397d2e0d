package io.nadir.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ratios whose intervals can be worked out by hand, and what is said of them. */
class RunComparisonTest {
    private static Measurement measured(double error, Double... forks) {
        return new Measurement(
                "SomeBenchmark.call",
                Map.of(),
                Stream.of(forks).map(List::of).toList(),
                error,
                Double.NaN);
    }

    /**
     * Logarithms ln 8 ± 0.1 and ln 4 ± 0.1 of two forks each: s² = 0.02, t of 2 at 95 % is 4.303.
     */
    @Test
    void intervalOfForksIsWelchs() {
        double up = Math.exp(0.1);
        Ratio ratio =
                Ratio.of(
                        measured(Double.NaN, 8 * up, 8 / up),
                        measured(Double.NaN, 4 * up, 4 / up),
                        0.95);
        double half = 4.30265 * Math.sqrt(0.02 / 2 + 0.02 / 2);
        assertThat(ratio.value()).isCloseTo(0.5, within(1e-12));
        assertThat(ratio.low()).isCloseTo(0.5 * Math.exp(-half), within(1e-5));
        assertThat(ratio.high()).isCloseTo(0.5 * Math.exp(half), within(1e-5));
        assertThat(ratio.acrossForks()).isTrue();
        assertThat(ratio.verdict()).isEqualTo(Ratio.Verdict.FASTER);
    }

    /** Errors of JMH are 99.9 % intervals: 3 % and 4 % make 5 %. */
    @Test
    void intervalOfOneForkIsJmhs() {
        Ratio ratio = Ratio.of(measured(0.03, 1.0), measured(0.08, 2.0), 0.999);
        assertThat(ratio.low()).isCloseTo(2 * Math.exp(-0.05), within(1e-12));
        assertThat(ratio.high()).isCloseTo(2 * Math.exp(0.05), within(1e-12));
        assertThat(ratio.acrossForks()).isFalse();
        assertThat(ratio.verdict()).isEqualTo(Ratio.Verdict.SLOWER);
    }

    @Test
    void verdictsNeedTheWholeInterval() {
        assertThat(new Ratio(1, 0.96, 1.04, true).verdict()).isEqualTo(Ratio.Verdict.SAME);
        assertThat(new Ratio(1.02, 1.01, 1.03, true).verdict()).isEqualTo(Ratio.Verdict.SAME);
        assertThat(new Ratio(0.8, 0.7, 0.9, true).verdict()).isEqualTo(Ratio.Verdict.FASTER);
        assertThat(new Ratio(1.2, 1.01, 1.4, true).verdict()).isEqualTo(Ratio.Verdict.SLOWER);
        assertThat(new Ratio(1.2, 0.9, 1.5, true).verdict()).isEqualTo(Ratio.Verdict.UNDECIDED);
        assertThat(Ratio.of(measured(Double.NaN, 1.0), measured(1, 9.0), 0.9).verdict())
                .isEqualTo(Ratio.Verdict.UNDECIDED);
    }

    private static ResultFile record(String cpu, String result) {
        ObjectNode environment = new JsonMapper().createObjectNode().put("cpu", cpu);
        return ResultFile.of(environment, "[" + result + "]");
    }

    private static String result(String benchmark, double... forks) {
        StringBuilder raw = new StringBuilder();
        for (double fork : forks) {
            raw.append(raw.isEmpty() ? "" : ",").append("[").append(fork).append("]");
        }
        return """
        {"benchmark": "io.nadir.jmh.%s", "params": {"shape": "2x3", "input": ""},
         "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "ms/op",
         "rawData": [%s]}}\
        """
                .formatted(benchmark, forks[0], raw);
    }

    @Test
    void tellsWhatDiffersAndJudgesTheSecond() {
        ResultFile first =
                record("old", result("A.call", 10, 10, 10) + "," + result("B.call", 1, 1));
        ResultFile second =
                record("new", result("A.call", 20, 20, 20) + "," + result("C.call", 1, 1));
        RunComparison comparison = RunComparison.of(first, second, 0.99);
        assertThat(comparison.text())
                .contains("| cpu | old | new |")
                .contains(
                        "| A.call shape=2x3 | 10.0 ms ± 0 % | 20.0 ms ± 0 % | 2.00 | 2.00 to 2.00 |"
                                + " slower |  |  |")
                .contains("Only in the first: B.call shape=2x3.")
                .contains("Only in the second: C.call shape=2x3.")
                .contains("Verdict on the second: 1 slower.")
                .contains("compares machines as well as code");
        assertThat(comparison.hasVerdict()).isTrue();
        assertThat(comparison.isSlower()).isTrue();
        assertThat(RunComparison.of(second, first, 0.99).isSlower()).isFalse();
    }

    /** The peaks tell whether the machine was the same. */
    @Test
    void aSlowerMachineIsNoSlowerCode() {
        ResultFile first = record("x", result("MachinePeakBenchmark.fma", 1, 1));
        ResultFile second = record("x", result("MachinePeakBenchmark.fma", 2, 2));
        RunComparison comparison = RunComparison.of(first, second, 0.99);
        assertThat(comparison.text())
                .contains("no benchmark with the same parameters in common. Record both with");
        assertThat(comparison.hasVerdict()).isFalse();
        assertThat(comparison.isSlower()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"results\": ", "[1]", "{}", "{\"results\": 1}"})
    void refusesWhatIsNoRecord(String text, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("run.json"), text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFile.read(file))
                .withMessage(
                        file
                                + ": is no record of a run; jmh/run quick, waits, full, mine and"
                                + " commands write such files");
    }

    @Test
    void refusesAConfidenceThatIsNone() {
        ResultFile file = record("x", result("A.call", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunComparison.of(file, file, 1))
                .withMessage("confidence = 1.0, allowed are numbers between 0 and 1");
    }
}
