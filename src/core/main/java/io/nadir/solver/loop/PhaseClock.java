package io.nadir.solver.loop;

import io.nadir.solver.Solution;

/** Measures wall-clock time by phase. */
final class PhaseClock {
    private final long begin = System.nanoTime();
    private long phase = begin;
    private double descent;
    private double certify;
    private double append;

    void start() {
        phase = System.nanoTime();
    }

    void endDescent() {
        descent += sincePhase();
    }

    void endCertify() {
        certify += sincePhase();
    }

    void endAppend() {
        append += sincePhase();
    }

    double total() {
        return 1e-9 * (System.nanoTime() - begin);
    }

    Solution.Seconds seconds() {
        return new Solution.Seconds(descent, certify, append, total());
    }

    private double sincePhase() {
        return 1e-9 * (System.nanoTime() - phase);
    }
}
