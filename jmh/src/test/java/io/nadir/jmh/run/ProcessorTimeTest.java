package io.nadir.jmh.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Fields of proc(5), and what follows from two readings of them. */
class ProcessorTimeTest {
    private static ProcessorTime at(int seconds, int user, int stolen, int own, int children) {
        return ProcessorTime.parse(
                "cpu  %d 20 30 4000 50 6 7 %d 0 0\ncpu0 1 2 3 4\n".formatted(user, stolen),
                // A name may have spaces and parentheses.
                "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 %d 20 %d 40 20 0 1\n".formatted(own, children),
                1_000_000_000L * seconds);
    }

    @Test
    void fields() {
        ProcessorTime time = at(0, 1000, 8, 100, 300);
        assertThat(time.busy()).isCloseTo(10.63, within(1e-12));
        assertThat(time.stolen()).isCloseTo(0.08, within(1e-12));
        assertThat(time.own()).isCloseTo(1 + 0.2 + 3 + 0.4, within(1e-12));
        assertThat(time.children()).isCloseTo(3.4, within(1e-12));
    }

    /** Of 15 seconds in 10, 5 were this process's own and 4 its children's. */
    @Test
    void whatIsNotOursIsOthers() {
        ProcessorTime start = at(0, 1000, 8, 100, 300);
        ProcessorTime end = at(10, 2500, 108, 600, 700);
        assertThat(end.othersSince(start)).isCloseTo(0.6, within(1e-12));
        assertThat(end.stolenSince(start)).isCloseTo(0.1, within(1e-12));
    }
}
