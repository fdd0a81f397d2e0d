package io.nadir.solver.loop;

import io.nadir.certify.Certificate;
import io.nadir.solver.CheckpointSink;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener.Progress;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.time.Duration;

/**
 * What influences a running solve from outside, the listener and the time limit, and what the solve
 * reports.
 */
final class SolveControl {
    private static final System.Logger LOGGER = System.getLogger("io.nadir");

    private final PhaseClock clock;
    private final SolverOptions options;
    private final CurrentPoint point;
    private final LoopState state;
    private boolean cancelled;

    SolveControl(SolverOptions options, CurrentPoint point, PhaseClock clock) {
        this.clock = clock;
        this.options = options;
        this.point = point;
        this.state = point.state();
    }

    PhaseClock clock() {
        return clock;
    }

    void onIteration() {
        cancelled |= !options.listener().onIteration(progress());
    }

    void onCertificate(Certificate found) {
        cancelled |= !options.listener().onCertificate(found, progress());
    }

    boolean onPolarBound(double upper, double sufficient) {
        cancelled |= !options.listener().onPolarBound(upper, sufficient, progress());
        return !mustStop();
    }

    void onAppend(int count) {
        cancelled |= !options.listener().onAppend(count, progress());
    }

    boolean mustStop() {
        return cancelled || clock.total() > 1e-9 * nanos(options.timeLimit());
    }

    StopReason stopReason() {
        return cancelled ? StopReason.CANCELLED : StopReason.TIME_LIMIT;
    }

    /**
     * Offers a checkpoint. A checkpoint that fails makes a later resumption impossible, but does
     * not end this solve.
     */
    void checkpoint(boolean last) {
        CheckpointSink<SolveState> sink = options.checkpoints();
        if (sink == null) {
            return;
        }
        try {
            sink.offer(state, last);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a checkpoint could not be kept", e);
        }
    }

    private Progress progress() {
        return new Progress(
                state.iterations,
                point.w().rank(),
                state.objective,
                state.lowerBound,
                clock.total());
    }

    /** Converts a duration; one of more than 292 years cannot be expressed in nanoseconds. */
    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
                ? duration.toNanos()
                : Long.MAX_VALUE;
    }
}
