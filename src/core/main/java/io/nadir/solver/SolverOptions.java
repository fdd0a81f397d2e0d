package io.nadir.solver;

import io.nadir.array.Checks;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Options of a solve. Start from {@link #defaults()} and change what differs:
 *
 * <pre>{@code
 * SolverOptions.defaults().withRelativeGap(1e-8).withThreads(4)
 * }</pre>
 *
 * <p>Immutable.
 */
public final class SolverOptions {
    private final double relativeGap;
    private final Evidence evidence;
    private final double delta;
    private final Descent descent;
    private final int maxRank;
    private final Duration timeLimit;
    private final long seed;
    private final int threads;
    private final @Nullable Executor executor;
    private final @Nullable Factors start;
    private final @Nullable SolveState resume;
    private final @Nullable CheckpointSink checkpoints;
    private final SolveListener listener;

    private SolverOptions(Draft draft) {
        this.relativeGap = draft.relativeGap;
        this.evidence = draft.evidence;
        this.delta = draft.delta;
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

    /** Gap 1e-6, PROBABLE with δ = 1e-10, one thread, seed 1, from rank 0, no limits. */
    public static SolverOptions defaults() {
        return new Draft().finish();
    }

    /** The gap that a certificate has to reach: f(W) − f* ≤ relativeGap · f(W); more than 0. */
    public double relativeGap() {
        return relativeGap;
    }

    /**
     * How a certificate has to be known: {@link Evidence#PROBABLE}, or {@link Evidence#PROVED},
     * which not all models have.
     */
    public Evidence evidence() {
        return evidence;
    }

    /** The probability with which a PROBABLE certificate may be wrong, between 0 and 1. */
    public double delta() {
        return delta;
    }

    /** How the solve descends between certificates. */
    public Descent descent() {
        return descent;
    }

    /** The largest number of columns, 0 or more. */
    public int maxRank() {
        return maxRank;
    }

    /** The wall-clock time after which the solve ends with its best point; positive. */
    public Duration timeLimit() {
        return timeLimit;
    }

    /** The seed of all random starts: the same seed, data and kernels give the same bits. */
    public long seed() {
        return seed;
    }

    /**
     * How many threads work, the caller's included; 1 or more. The result does not depend on it.
     */
    public int threads() {
        return threads;
    }

    /** What runs all threads but the caller's; null for a pool that the solve makes and ends. */
    public @Nullable Executor executor() {
        return executor;
    }

    /** The factors to start from, which are not modified; null to start from none, rank 0. */
    public @Nullable Factors start() {
        return start;
    }

    /**
     * The state of an interrupted solve of the same problem with the same options, to go on from;
     * null to begin anew. A state can be resumed once.
     */
    public @Nullable SolveState resume() {
        return resume;
    }

    /** Where the state of the solve is kept now and then; null if it is not kept. */
    public @Nullable CheckpointSink checkpoints() {
        return checkpoints;
    }

    /** What is told of each step. */
    public SolveListener listener() {
        return listener;
    }

    /** These options with another {@link #relativeGap()}. */
    public SolverOptions withRelativeGap(double relativeGap) {
        return with(draft -> draft.relativeGap = relativeGap);
    }

    /** These options with another {@link #evidence()}. */
    public SolverOptions withEvidence(Evidence evidence) {
        Objects.requireNonNull(evidence, "evidence");

        return with(draft -> draft.evidence = evidence);
    }

    /** These options with another {@link #delta()}. */
    public SolverOptions withDelta(double delta) {
        return with(draft -> draft.delta = delta);
    }

    /** These options with another {@link #descent()}. */
    public SolverOptions withDescent(Descent descent) {
        Objects.requireNonNull(descent, "descent");

        return with(draft -> draft.descent = descent);
    }

    /** These options with another {@link #maxRank()}. */
    public SolverOptions withMaxRank(int maxRank) {
        return with(draft -> draft.maxRank = maxRank);
    }

    /** These options with another {@link #timeLimit()}. */
    public SolverOptions withTimeLimit(Duration timeLimit) {
        Objects.requireNonNull(timeLimit, "timeLimit");

        return with(draft -> draft.timeLimit = timeLimit);
    }

    /** These options with another {@link #seed()}. */
    public SolverOptions withSeed(long seed) {
        return with(draft -> draft.seed = seed);
    }

    /** These options with another {@link #threads()}. */
    public SolverOptions withThreads(int threads) {
        return with(draft -> draft.threads = threads);
    }

    /** These options with another {@link #executor()}. */
    public SolverOptions withExecutor(@Nullable Executor executor) {
        return with(draft -> draft.executor = executor);
    }

    /** These options with another {@link #start()}. */
    public SolverOptions withStart(@Nullable Factors start) {
        return with(draft -> draft.start = start);
    }

    /** These options with another {@link #resume()}. */
    public SolverOptions withResume(@Nullable SolveState resume) {
        return with(draft -> draft.resume = resume);
    }

    /** These options with other {@link #checkpoints()}. */
    public SolverOptions withCheckpoints(@Nullable CheckpointSink checkpoints) {
        return with(draft -> draft.checkpoints = checkpoints);
    }

    /** These options with another {@link #listener()}. */
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

    /** A copy that can be changed, so that an option is spelt once for all that change another. */
    private static final class Draft {
        private double relativeGap = 1e-6;
        private Evidence evidence = Evidence.PROBABLE;
        private double delta = 1e-10;
        private Descent descent = Descent.AUTO;
        private int maxRank = Integer.MAX_VALUE;
        private Duration timeLimit = Duration.ofDays(36500);
        private long seed = 1;
        private int threads = 1;
        private @Nullable Executor executor;
        private @Nullable Factors start;
        private @Nullable SolveState resume;
        private @Nullable CheckpointSink checkpoints;
        private SolveListener listener = SolveListener.NONE;

        /** The defaults. */
        Draft() {}

        Draft(SolverOptions options) {
            relativeGap = options.relativeGap;
            evidence = options.evidence;
            delta = options.delta;
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
