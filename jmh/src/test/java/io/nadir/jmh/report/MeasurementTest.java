package io.nadir.jmh.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

/** What is read of a result of JMH. */
class MeasurementTest {
    private static Measurement parse(int threads, String raw) {
        return Measurement.parse(
                new JsonMapper()
                        .readTree(
                                """
                                {"benchmark": "io.nadir.jmh.MachinePeakBenchmark.fma",
                                 "threads": %d,
                                 "primaryMetric": {"score": 99, "scoreError": 2,
                                 "scoreUnit": "ms/op", "rawData": %s}}\
                                """
                                        .formatted(threads, raw)));
    }

    /** One iteration that was disturbed moves neither. */
    @Test
    void timeIsTheMedianAndSpreadHalfOfWhatIsBetweenTheQuartiles() {
        Measurement measured = parse(1, "[[1, 2, 1000], [4, 3]]");
        assertThat(measured.seconds()).isCloseTo(3e-3, within(1e-15));
        assertThat(measured.spread()).isCloseTo(1e-3, within(1e-15));
        assertThat(measured.forks().getLast()).isCloseTo(3.5e-3, within(1e-15));
        assertThat(measured.threads()).isOne();
    }

    @Test
    void oneSampleHasNoSpread() {
        assertThat(parse(1, "[[5]]").seconds()).isCloseTo(5e-3, within(1e-15));
        assertThat(parse(1, "[[5]]").spread()).isNaN();
    }

    /** Two threads that take 4 ms each make a call every 2 ms. */
    @Test
    void callersCountTogether() {
        Measurement measured = parse(2, "[[4]]");
        assertThat(measured.threads()).isEqualTo(2);
        assertThat(measured.parameters()).containsEntry("threads", "2");
        assertThat(measured.seconds()).isCloseTo(2e-3, within(1e-15));
        assertThat(measured.error()).isCloseTo(1e-3, within(1e-15));
    }
}
