package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * Looks for the multiplier of a {@link Relaxation} with the smallest bound, by the primal-dual
 * method of Chambolle and Pock (2011, Algorithm 1) with the relaxation of Condat (2013): K is
 * projected on the matrices K ⪰ 0 of trace at most 1, and the multiplier by {@link
 * Relaxation#proximal}. The ratio of their steps is balanced (after Applegate and others, 2021).
 *
 * <p>{@link #bound} is an estimate, {@link #proved} a proof: every rounding error counts, and
 * nothing is trusted but the model's {@link Relaxation#proximal}, {@link Relaxation#cost} and
 * {@link Relaxation#adjointError}.
 *
 * <p>Cost of an iteration: the model's three maps, and some five to ten products of an n×n matrix
 * with as many columns as K has rank and eight more; one full eigendecomposition where that is a
 * third of n or more. {@link #memory} bytes. Once warm, an iteration allocates nothing, except in
 * full decompositions of matrices with more than 24 rows.
 *
 * <p>The same relaxation and calls give the same bits, whatever the number of threads and the load
 * of the machine, unless a limit of time ends a run. Not thread-safe.
 */
public final class RelaxationSearch {
    /** Iterations between two looks at the bound. */
    private static final int PERIOD = 10;

    /** A search ends if the bound is this close to the best one, in relation to what is missing. */
    private static final double CLOSE = 0.02;

    /** Why a search ended. */
    public enum Outcome {
        /** The proved bound is at most the target. */
        REACHED,
        /**
         * The relaxation itself has a value above the target, as far as K tells: no multiplier
         * reaches it. The bound found is nearly the best.
         */
        UNREACHABLE,
        /** All iterations have been made. */
        ITERATIONS,
        /** All floating-point operations have been made. */
        OPERATIONS,
        /** The time is up. */
        TIME,
        /** It needs more memory than it may use, and nothing was done. */
        MEMORY
    }

    private final Relaxation relaxation;
    private final RelaxationMeter meter;
    private final Runnable checkpoint;
    private final Blocks blocks;
    private final int length;
    private final long memory;
    private final StepRatio step = new StepRatio();
    private @Nullable RelaxationState state;
    private double close = CLOSE;
    private double attained;
    private RelaxationListener listener = (iteration, bound, primal) -> {};

    /**
     * Prepares a search without limits.
     *
     * @param checkpoint as below
     */
    public RelaxationSearch(Relaxation relaxation, Runnable checkpoint) {
        this(relaxation, RelaxationLimits.none(), checkpoint);
    }

    /**
     * Prepares a search from t = 0 and K = I/n. Allocates nothing yet.
     *
     * @param limits for all runs together
     * @param checkpoint called at every iteration and every few milliseconds of a proof or a full
     *     decomposition; may throw a {@link io.nadir.array.WorkInterruptedException} to cancel,
     *     which leaves the best multiplier so far available
     */
    public RelaxationSearch(Relaxation relaxation, RelaxationLimits limits, Runnable checkpoint) {
        this.relaxation = Objects.requireNonNull(relaxation, "relaxation");
        this.meter = new RelaxationMeter(Objects.requireNonNull(limits, "limits"));
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint");
        this.blocks = new Blocks(relaxation);
        this.length = Checks.nonNegative("multiplierLength()", relaxation.multiplierLength());
        this.memory = memory(relaxation);
    }

    /** Returns about how many bytes a search and its proof take, beside the relaxation itself. */
    public static long memory(Relaxation relaxation) {
        Objects.requireNonNull(relaxation, "relaxation");

        double elements = 0;
        for (int order : relaxation.blocks()) {
            elements += (double) order * order;
        }
        double doubles = 8 * elements + 8.0 * relaxation.multiplierLength();
        return (long) (Double.BYTES * doubles);
    }

    /**
     * Sets the ratio of the steps of multiplier and K from which the search starts, for C and 𝒜 of
     * norm 1; 3 by default.
     *
     * @param ratio more than 0
     */
    public void setStep(double ratio) {
        if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "ratio = " + ratio + ", allowed are finite numbers above 0");
        }
        step.set(ratio);
    }

    /**
     * Sets how close the bound has to come before {@link Outcome#UNREACHABLE}, as a share of what
     * is missing: bound − primal ≤ share·(primal − target). 0.02 by default; with a target of 0 it
     * is the relative accuracy, for those who want the best bound.
     *
     * @param share at least 0
     */
    public void setCloseness(double share) {
        if (!(share >= 0)) {
            throw new IllegalArgumentException(
                    "share = " + share + ", allowed are numbers of at least 0");
        }
        this.close = share;
    }

    /**
     * Sets a value kᵀCk that is attained by a k in 𝒳, 0 by default. If it is the maximum, the
     * search is faster; it never makes a bound wrong.
     */
    public void setAttained(double value) {
        if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("value = " + value + ", allowed are finite numbers");
        }
        this.attained = Math.max(0, value);
    }

    /** Sets who is told of progress. */
    public void setListener(RelaxationListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "newListener");
    }

    /**
     * Starts from where another search ended, of this relaxation or of a similar one. Does nothing
     * if the memory is refused.
     *
     * @param multiplier copied, and replaced by the nearest one with a finite h
     * @param primalMatrix K, as {@link #primalMatrix} returns it, copied
     */
    public void start(double[] multiplier, double[] primalMatrix) {
        Objects.requireNonNull(multiplier, "multiplier");
        Objects.requireNonNull(primalMatrix, "primalMatrix");
        Checks.equal("multiplier.length", multiplier.length, "multiplierLength()", length);
        Checks.equal(
                "primalMatrix.length",
                primalMatrix.length,
                "elements of blocks()",
                blocks.length());
        if (isAffordable()) {
            state().start(multiplier, primalMatrix);
        }
    }

    /**
     * Makes up to {@code steps} iterations; may be called again to continue.
     *
     * @param target the bound that is sufficient; below 0 it counts as 0, which is never reached
     *     unless ρ = 0
     * @param steps at least 0
     */
    public Outcome run(double target, int steps) {
        Checks.nonNegative("steps", steps);
        if (Double.isNaN(target)) {
            throw new IllegalArgumentException("target = NaN, allowed are numbers");
        }
        if (!isAffordable()) {
            return Outcome.MEMORY;
        }
        RelaxationState search = state();
        double goal = search.units().scaled(target);
        for (int i = 1; i <= steps; i++) {
            Outcome limit = meter.limit();
            if (limit != null) {
                return limit;
            }
            checkpoint.run();
            iterate(search);
            if (i % PERIOD == 0 || i == steps || meter.limit() != null) {
                search.look();
                search.refine(search.units().scaled(attained), goal);
                search.measure();
                meter.iterated(0, search.operations());
                listener.progress(iterations(), bound(), primal());
                if (search.isReached(goal)) {
                    return Outcome.REACHED;
                }
                if (search.isUnreachable(goal, close)) {
                    return Outcome.UNREACHABLE;
                }
            }
        }
        return Outcome.ITERATIONS;
    }

    private void iterate(RelaxationState search) {
        search.step();
        meter.iterated(1, search.operations());
        // Ever more rarely, for the method converges under a step that stays.
        long iterations = meter.iterations();
        if (iterations % PERIOD == 0 && Long.bitCount(iterations / PERIOD) == 1) {
            search.balance();
        }
    }

    /** Runs until an outcome other than {@link Outcome#ITERATIONS}, or until the limits. */
    public Outcome run(double target) {
        Outcome outcome;
        do {
            outcome = run(target, Integer.MAX_VALUE);
        } while (outcome == Outcome.ITERATIONS && meter.allowsIterations());
        return outcome;
    }

    private boolean isAffordable() {
        return meter.allowsMemory(memory) && blocks.length() <= Integer.MAX_VALUE - Panel.LANES;
    }

    private RelaxationState state() {
        if (state == null) {
            state = new RelaxationState(relaxation, blocks, step, checkpoint);
        }
        return state;
    }

    /** Returns an estimate of the best bound found; infinite before the first look. */
    public double bound() {
        return state == null ? Double.POSITIVE_INFINITY : state.bound();
    }

    /** Returns an estimate of the value of the relaxation, which no multiplier goes below. */
    public double primal() {
        return state == null ? 0 : state.primal();
    }

    /** Returns the number of iterations made. */
    public long iterations() {
        return meter.iterations();
    }

    /** Returns about how many floating-point operations were made. */
    public double operations() {
        return meter.operations();
    }

    /**
     * Returns an upper bound of ρ for the best multiplier found, every rounding error included: one
     * factorization, n³/3 flops, or a few. Before a run that of t = 0; infinite without memory.
     *
     * @throws io.nadir.array.WorkInterruptedException if the checkpoint does
     */
    public double proved() {
        if (!isAffordable()) {
            return Double.POSITIVE_INFINITY;
        }
        RelaxationState search = state();
        return search.units().unscaledUp(search.proved());
    }

    /** Returns a copy of the multiplier of the best bound; zeros before the first look. */
    public double[] multiplier() {
        return state == null ? new double[length] : state.multiplier();
    }

    /** Returns a copy of K, n×n or, row-major and one after another, its diagonal blocks. */
    public double[] primalMatrix() {
        return state == null ? blocks.identity() : state.primalMatrix();
    }

    /** Returns the eigenvectors of K with positive eigenvalues, largest first, as columns. */
    public Panel directions() {
        return state == null ? Panel.zeros(blocks.order(), 0) : Panels.copy(state.directions());
    }

    /** Returns the eigenvalues of K that belong to {@link #directions}. */
    public double[] weights() {
        return state == null
                ? new double[0]
                : Arrays.copyOf(state.weights(), state.directions().columns());
    }
}
