package io.nadir.cli;

/** Wall-clock time since it was made. */
final class Stopwatch {
    private final long start = System.nanoTime();

    /** Seconds so far. */
    double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }
}
