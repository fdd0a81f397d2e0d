package io.nadir.spark;

import io.nadir.solver.SolveListener.Progress;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;

import java.util.Objects;

/**
 * The progress of a solve on the listener bus of Spark: {@link SparkListener#onOtherEvent} gets it,
 * and so does the event log. One is posted after each step of descent, each certificate and each
 * append, and at the end of the solve. An immutable value.
 *
 * <p>It is a class with getters, and its words are strings, so that Spark writes it as JSON, and a
 * reader of the event log needs no class of Nadir.
 */
public final class SolveEvent implements SparkListenerEvent {
    private final String solve;
    private final String kind;
    private final Progress progress;
    private final String outcome;

    SolveEvent(String solve, String kind, Progress progress, String outcome) {
        this.solve = Objects.requireNonNull(solve, "solve");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.progress = Objects.requireNonNull(progress, "progress");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
    }

    /** Returns the name of the solve, with which the names of its job groups begin. */
    public String getSolve() {
        return solve;
    }

    /** Returns {@code descent}, {@code certificate}, {@code append} or {@code end}. */
    public String getKind() {
        return kind;
    }

    /** Returns the number of descent steps so far. */
    public int getIteration() {
        return progress.iteration();
    }

    /** Returns the number of columns of the current point. */
    public int getRank() {
        return progress.rank();
    }

    /** Returns f at the current point. */
    public double getObjective() {
        return progress.objective();
    }

    /** Returns the best lower bound of the minimum so far. */
    public double getLowerBound() {
        return progress.lowerBound();
    }

    /** Returns the wall-clock time since the start of the solve, in seconds. */
    public double getSeconds() {
        return progress.seconds();
    }

    /**
     * Returns the verdict of a certificate, the number of columns of an append, or why the solve
     * ended; without characters for a step of descent.
     */
    public String getOutcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return "%s %s %s: step %d, rank %d, f = %s, lower bound %s, %.1f s"
                .formatted(
                        solve,
                        kind,
                        outcome,
                        getIteration(),
                        getRank(),
                        getObjective(),
                        getLowerBound(),
                        getSeconds());
    }
}
