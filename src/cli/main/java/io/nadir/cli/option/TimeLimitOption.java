package io.nadir.cli.option;

import io.nadir.cli.report.Stopwatch;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;

/** When to stop. */
@Section.In(Section.RUN)
public final class TimeLimitOption {
    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description =
                    "Stop after S seconds and write the best results so far (default: no limit).")
    private @Nullable Double seconds;

    /**
     * The limit; null for none.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public @Nullable Duration value() {
        if (seconds != null && !(seconds > 0)) {
            throw new IllegalArgumentException(
                    "--time-limit = " + seconds + ", allowed are seconds above 0");
        }
        return seconds == null ? null : Stopwatch.duration(seconds);
    }
}
