package io.nadir.solver;

import io.nadir.check.Checks;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The options of a solve. Start from {@link #defaults()} and change what differs:
 *
 * {@snippet file="embedder/Examples.java" region="options"}
 *
 * <p>Immutable. Each {@code with} method returns a new object and throws {@link
 * IllegalArgumentException} if the value is not allowed, naming the option, the value and what is
 * allowed. Thread-safe if the executor, the checkpoints and the listener are.
 */
public final class SolverOptions {
    private final double relativeGap;
    private final Evidence evidence;
    private final double delta;
    private final Effort effort;
    private final Descent descent;
    private final int maxRank;
    private final Duration timeLimit;
    private final long seed;
    private final int threads;
    private final @Nullable Executor executor;
    private final @Nullable Factors start;
    private final @Nullable SolveState resume;
    private final @Nullable CheckpointSink<SolveState> checkpoints;
    private final SolveListener listener;

    private SolverOptions(Draft draft) {
        this.relativeGap = draft.relativeGap;
        this.evidence = draft.evidence;
        this.delta = draft.delta;
        this.effort = draft.effort;
        this.descent = draft.descent;
        this.maxRank = draft.maxRank;
        this.timeLimit = draft.timeLimit;
        this.seed = draft.seed;
        this.threads = draft.threads;
        this.executor = draft.executor;
        this.start = draft.start;
        this.resume = draft.resume;
        this.checkpoints = draft.checkpoints;
        this.listener = draft.listener;
    }

    /**
     * Returns the defaults: relative gap 1e-6, evidence PROBABLE with δ = 1e-10, normal effort,
     * automatic descent, one thread, seed 1, start at rank 0, and no limit of rank or time.
     */
    public static SolverOptions defaults() {
        return new Draft().finish();
    }

    /** Returns the tolerance ε of a certificate, f(W) − f* ≤ ε·f(W); positive. */
    public double relativeGap() {
        return relativeGap;
    }

    /**
     * Returns the evidence that a certificate needs: {@link Evidence#PROBABLE}, or {@link
     * Evidence#PROVED}, which not every model supports.
     */
    public Evidence evidence() {
        return evidence;
    }

    /**
     * Returns δ, the probability with which a PROBABLE certificate may be wrong, between 0 and 1.
     * It covers all certificates of a solve together.
     */
    public double delta() {
        return delta;
    }

    /** Returns how much work goes into certificates whose polar is hard to solve. */
    public Effort effort() {
        return effort;
    }

    /** Returns the descent method. */
    public Descent descent() {
        return descent;
    }

    /** Returns the largest number of columns, at least 0. */
    public int maxRank() {
        return maxRank;
    }

    /**
     * Returns the wall-clock time after which the solve ends with the best point found; positive.
     */
    public Duration timeLimit() {
        return timeLimit;
    }

    /**
     * Returns the seed of all random starts. The same seed, data, options and kernels give the same
     * bits.
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns the number of threads, the calling thread included; at least 1. The result does not
     * depend on it.
     */
    public int threads() {
        return threads;
    }

    /**
     * Returns the executor of all threads except the calling one; null for a pool that the solve
     * creates and ends.
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /** Returns the factors to start from, which are not modified; null to start from rank 0. */
    public @Nullable Factors start() {
        return start;
    }

    /**
     * Returns the saved state of an interrupted solve with the same problem and options, from which
     * to continue; null to start from the beginning. A state can be resumed once only: the solve
     * takes it over.
     */
    public @Nullable SolveState resume() {
        return resume;
    }

    /** Returns the receiver of the solve's state, which can save it; null to save nothing. */
    public @Nullable CheckpointSink<SolveState> checkpoints() {
        return checkpoints;
    }

    /** Returns the listener that is told of each step. */
    public SolveListener listener() {
        return listener;
    }

    /** Returns these options with another {@link #relativeGap()}. */
    public SolverOptions withRelativeGap(double relativeGap) {
        return with(draft -> draft.relativeGap = relativeGap);
    }

    /** Returns these options with another {@link #evidence()}. */
    public SolverOptions withEvidence(Evidence evidence) {
        Objects.requireNonNull(evidence, "evidence");

        return with(draft -> draft.evidence = evidence);
    }

    /** Returns these options with another {@link #delta()}. */
    public SolverOptions withDelta(double delta) {
        return with(draft -> draft.delta = delta);
    }

    /** Returns these options with another {@link #effort()}. */
    public SolverOptions withEffort(Effort effort) {
        Objects.requireNonNull(effort, "effort");

        return with(draft -> draft.effort = effort);
    }

    /** Returns these options with another {@link #descent()}. */
    public SolverOptions withDescent(Descent descent) {
        Objects.requireNonNull(descent, "descent");

        return with(draft -> draft.descent = descent);
    }

    /** Returns these options with another {@link #maxRank()}. */
    public SolverOptions withMaxRank(int maxRank) {
        return with(draft -> draft.maxRank = maxRank);
    }

    /** Returns these options with another {@link #timeLimit()}. */
    public SolverOptions withTimeLimit(Duration timeLimit) {
        Objects.requireNonNull(timeLimit, "timeLimit");

        return with(draft -> draft.timeLimit = timeLimit);
    }

    /** Returns these options with another {@link #seed()}. */
    public SolverOptions withSeed(long seed) {
        return with(draft -> draft.seed = seed);
    }

    /** Returns these options with another {@link #threads()}. */
    public SolverOptions withThreads(int threads) {
        return with(draft -> draft.threads = threads);
    }

    /** Returns these options with another {@link #executor()}. */
    public SolverOptions withExecutor(@Nullable Executor executor) {
        return with(draft -> draft.executor = executor);
    }

    /** Returns these options with another {@link #start()}. */
    public SolverOptions withStart(@Nullable Factors start) {
        return with(draft -> draft.start = start);
    }

    /** Returns these options with another {@link #resume()}. */
    public SolverOptions withResume(@Nullable SolveState resume) {
        return with(draft -> draft.resume = resume);
    }

    /** Returns these options with other {@link #checkpoints()}. */
    public SolverOptions withCheckpoints(@Nullable CheckpointSink<SolveState> checkpoints) {
        return with(draft -> draft.checkpoints = checkpoints);
    }

    /** Returns these options with another {@link #listener()}. */
    public SolverOptions withListener(SolveListener listener) {
        Objects.requireNonNull(listener, "listener");

        return with(draft -> draft.listener = listener);
    }

    private SolverOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    @Override
    public String toString() {
        return "SolverOptions[relativeGap="
                + relativeGap
                + ", evidence="
                + evidence
                + ", delta="
                + delta
                + ", effort="
                + effort
                + ", descent="
                + descent
                + ", maxRank="
                + maxRank
                + ", timeLimit="
                + timeLimit
                + ", seed="
                + seed
                + ", threads="
                + threads
                + ", start="
                + start
                + "]";
    }

    /** A mutable copy, so that each option is spelled out only once. */
    private static final class Draft {
        private double relativeGap = 1e-6;
        private Evidence evidence = Evidence.PROBABLE;
        private double delta = 1e-10;
        private Effort effort = Effort.NORMAL;
        private Descent descent = Descent.AUTO;
        private int maxRank = Integer.MAX_VALUE;
        private Duration timeLimit = Duration.ofDays(36500);
        private long seed = 1;
        private int threads = 1;
        private @Nullable Executor executor;
        private @Nullable Factors start;
        private @Nullable SolveState resume;
        private @Nullable CheckpointSink<SolveState> checkpoints;
        private SolveListener listener = SolveListener.NONE;

        /** Creates the defaults. */
        Draft() {}

        Draft(SolverOptions options) {
            relativeGap = options.relativeGap;
            evidence = options.evidence;
            delta = options.delta;
            effort = options.effort;
            descent = options.descent;
            maxRank = options.maxRank;
            timeLimit = options.timeLimit;
            seed = options.seed;
            threads = options.threads;
            executor = options.executor;
            start = options.start;
            resume = options.resume;
            checkpoints = options.checkpoints;
            listener = options.listener;
        }

        SolverOptions finish() {
            Checks.positiveFinite("relativeGap", relativeGap);
            if (evidence == Evidence.UNREFUTED) {
                throw new IllegalArgumentException(
                        "evidence = UNREFUTED, allowed are PROBABLE and PROVED");
            }
            Checks.fraction("delta", delta);
            Checks.nonNegative("maxRank", maxRank);
            if (timeLimit.isNegative() || timeLimit.isZero()) {
                throw new IllegalArgumentException(
                        "timeLimit = " + timeLimit + ", allowed are positive durations");
            }
            Checks.positive("threads", threads);
            return new SolverOptions(this);
        }
    }
}
