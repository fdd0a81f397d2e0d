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

    /** The limit; null for none. */
    public @Nullable Duration value() {
        return seconds == null ? null : Stopwatch.duration(seconds);
    }
}
