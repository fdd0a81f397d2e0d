package io.nadir.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nadir.solver.SolveListener.Progress;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class ProgressDisplayTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A thread of its own draws the bar, and does so for a last time when the display closes. */
    @Test
    void showsRankObjectiveAndGapAndCleansUp() {
        try (ProgressDisplay display = display(true)) {
            display.onIteration(new Progress(9, 21, 1000, 999, 1.0));
        }
        assertThat(text()).contains("rank 21, f 1000, gap 1.0e-03").contains("50%").endsWith("\r");
    }

    @Test
    void showsNothingUnlessVisible() {
        try (ProgressDisplay display = display(false)) {
            display.onIteration(new Progress(9, 21, 1000, 999, 1.0));
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void showsNothingOfAShortSolve() {
        try (ProgressDisplay display = display(true)) {
            display.onIteration(new Progress(9, 21, 1000, 999, 0.1));
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void countsTheDigitsOfTheGap() {
        assertThat(ProgressDisplay.closed(1, 1e-6)).isZero();
        assertThat(ProgressDisplay.closed(1e-3, 1e-6)).isCloseTo(0.5, within(1e-12));
        assertThat(ProgressDisplay.closed(1e-9, 1e-6)).isEqualTo(1);
        assertThat(ProgressDisplay.closed(0, 1e-6)).isEqualTo(1);
        assertThat(ProgressDisplay.closed(Double.NaN, 1e-6)).isZero();
    }

    private ProgressDisplay display(boolean visible) {
        return new ProgressDisplay(
                new PrintStream(err, true, StandardCharsets.UTF_8), 1e-6, visible);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
