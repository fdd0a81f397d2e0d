package io.nadir.cli.report;

import java.time.Duration;

/** Wall-clock time since it was made. */
public final class Stopwatch {
    private final long start = System.nanoTime();

    /** Seconds so far. */
    public double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** A number of seconds; NaN becomes 0, which options refuse, and infinity some centuries. */
    public static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
