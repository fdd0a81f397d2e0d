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
 * Options of a solve; an immutable value. Start from {@link #defaults()} and change what differs.
 *
 * @param relativeGap certify f(W) − f* ≤ relativeGap · f(W); more than 0
 * @param evidence {@link Evidence#PROBABLE} or {@link Evidence#PROVED}, which not all models have
 * @param delta probability with which a PROBABLE certificate may fail, between 0 and 1
 * @param descent how to descend
 * @param maxRank largest number of columns, at least 0
 * @param timeLimit wall-clock limit, positive
 * @param seed of all random starts; same seed, data and kernels give the same bits
 * @param threads threads to use, at least 1, the caller's included; the result does not depend on
 *     it
 * @param executor runs all threads but the caller's; null for a pool of the solve's own
 * @param start factors to start from; null for rank 0. Not modified.
 * @param resume state of an interrupted solve of the same problem with the same options, to go on
 *     from; null to begin. Used up by the solve.
 * @param checkpoints keeps the state now and then; null for nobody
 * @param listener sees each step
 */
public record SolverOptions(
        double relativeGap,
        Evidence evidence,
        double delta,
        Descent descent,
        int maxRank,
        Duration timeLimit,
        long seed,
        int threads,
        @Nullable Executor executor,
        @Nullable Factors start,
        @Nullable SolveState resume,
        @Nullable CheckpointSink checkpoints,
        SolveListener listener) {

    private static final SolverOptions DEFAULTS =
            new SolverOptions(
                    1e-6,
                    Evidence.PROBABLE,
                    1e-10,
                    Descent.AUTO,
                    Integer.MAX_VALUE,
                    Duration.ofDays(36500),
                    1,
                    1,
                    null,
                    null,
                    null,
                    null,
                    SolveListener.NONE);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    public SolverOptions {
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(descent, "descent");
        Objects.requireNonNull(timeLimit, "timeLimit");
        Objects.requireNonNull(listener, "listener");

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
    }

    /** Gap 1e-6, PROBABLE with δ = 1e-10, one thread, seed 1, from rank 0, no limits. */
    public static SolverOptions defaults() {
        return DEFAULTS;
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

    /** A copy that can be changed, so that an option is spelt once for all that change another. */
    private static final class Draft {
        private double relativeGap;
        private Evidence evidence;
        private double delta;
        private Descent descent;
        private int maxRank;
        private Duration timeLimit;
        private long seed;
        private int threads;
        private @Nullable Executor executor;
        private @Nullable Factors start;
        private @Nullable SolveState resume;
        private @Nullable CheckpointSink checkpoints;
        private SolveListener listener;

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
            return new SolverOptions(
                    relativeGap,
                    evidence,
                    delta,
                    descent,
                    maxRank,
                    timeLimit,
                    seed,
                    threads,
                    executor,
                    start,
                    resume,
                    checkpoints,
                    listener);
        }
    }
}
