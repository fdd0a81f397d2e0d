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
    /** Never changed again. */
    private final Draft values;

    private SolverOptions(Draft values) {
        this.values = values;
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
        return values.relativeGap;
    }

    /**
     * Returns the evidence that a certificate needs: {@link Evidence#PROBABLE}, or {@link
     * Evidence#PROVED}, which not every model supports.
     */
    public Evidence evidence() {
        return values.evidence;
    }

    /**
     * Returns δ, the probability with which a PROBABLE certificate may be wrong, between 0 and 1.
     * It covers all certificates of a solve together.
     */
    public double delta() {
        return values.delta;
    }

    /** Returns how much work goes into certificates whose polar is hard to solve. */
    public Effort effort() {
        return values.effort;
    }

    /** Returns the descent method. */
    public Descent descent() {
        return values.descent;
    }

    /** Returns the largest number of columns, at least 0. */
    public int maxRank() {
        return values.maxRank;
    }

    /**
     * Returns whether {@link #maxRank} is the number of columns that is wanted, rather than a
     * limit, see {@link #withRank}.
     */
    public boolean isRankFixed() {
        return values.rankFixed;
    }

    /**
     * Returns the wall-clock time after which the solve ends with the best point found; positive.
     */
    public Duration timeLimit() {
        return values.timeLimit;
    }

    /**
     * Returns the seed of all random starts. The same seed, data, options and kernels give the same
     * bits.
     */
    public long seed() {
        return values.seed;
    }

    /**
     * Returns the number of threads, the calling thread included; at least 1. The result does not
     * depend on it.
     */
    public int threads() {
        return values.threads;
    }

    /**
     * Returns the executor of all threads except the calling one; null for a pool that the solve
     * creates and ends.
     */
    public @Nullable Executor executor() {
        return values.executor;
    }

    /** Returns the factors to start from, which are not modified; null to start from rank 0. */
    public @Nullable Factors start() {
        return values.start;
    }

    /**
     * Returns the saved state of an interrupted solve with the same problem and options, from which
     * to continue; null to start from the beginning. A state can be resumed once only: the solve
     * takes it over.
     */
    public @Nullable SolveState resume() {
        return values.resume;
    }

    /** Returns the receiver of the solve's state, which can save it; null to save nothing. */
    public @Nullable CheckpointSink<SolveState> checkpoints() {
        return values.checkpoints;
    }

    /** Returns the listener that is told of each step. */
    public SolveListener listener() {
        return values.listener;
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

    /** Returns these options with another {@link #maxRank()}, which is a limit only. */
    public SolverOptions withMaxRank(int maxRank) {
        return with(draft -> {
            draft.maxRank = maxRank;
            draft.rankFixed = false;
        });
    }

    /**
     * Returns these options with a fixed number of columns, which becomes {@link #maxRank()}.
     *
     * <p>The solve then starts from that many columns where the model has a good start, such as the
     * leading singular vectors of a matrix, and descends. It ends when descent has converged: with
     * {@link Solution.StopReason#CERTIFIED} if the point is certified as a global minimum over any
     * number of columns, otherwise with {@link Solution.StopReason#FIXED_RANK}. The gap of the
     * certificate then tells how far the point is at most from that minimum, and {@link
     * Solution#nextColumn} what another column would gain. Columns that the penalty makes zero are
     * dropped, so the solution may have fewer.
     *
     * @param rank the number of columns, at least 1
     */
    public SolverOptions withRank(int rank) {
        Checks.positive("rank", rank);
        return with(draft -> {
            draft.maxRank = rank;
            draft.rankFixed = true;
        });
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
        Draft draft = new Draft(values);
        change.accept(draft);
        return draft.finish();
    }

    @Override
    public String toString() {
        return "SolverOptions[relativeGap="
                + values.relativeGap
                + ", evidence="
                + values.evidence
                + ", delta="
                + values.delta
                + ", effort="
                + values.effort
                + ", descent="
                + values.descent
                + (values.rankFixed ? ", rank=" : ", maxRank=")
                + values.maxRank
                + ", timeLimit="
                + values.timeLimit
                + ", seed="
                + values.seed
                + ", threads="
                + values.threads
                + ", start="
                + values.start
                + "]";
    }

    /** The values of the options, mutable until {@link #finish}. */
    private static final class Draft {
        private double relativeGap = 1e-6;
        private Evidence evidence = Evidence.PROBABLE;
        private double delta = 1e-10;
        private Effort effort = Effort.NORMAL;
        private Descent descent = Descent.AUTO;
        private int maxRank = Integer.MAX_VALUE;
        private boolean rankFixed;
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

        Draft(Draft other) {
            relativeGap = other.relativeGap;
            evidence = other.evidence;
            delta = other.delta;
            effort = other.effort;
            descent = other.descent;
            maxRank = other.maxRank;
            rankFixed = other.rankFixed;
            timeLimit = other.timeLimit;
            seed = other.seed;
            threads = other.threads;
            executor = other.executor;
            start = other.start;
            resume = other.resume;
            checkpoints = other.checkpoints;
            listener = other.listener;
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
