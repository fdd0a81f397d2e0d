package io.nadir.certify.relaxation;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.LargestEigenvalue;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * Looks for the multiplier of a {@link Relaxation} with the smallest bound, by the primal-dual
 * method of Chambolle and Pock (2011, Algorithm 1): K is projected on the matrices K ⪰ 0 of trace
 * at most 1, and the multiplier by {@link Relaxation#proximal}.
 *
 * <p>{@link #bound} is an estimate, {@link #proved} a proof: every rounding error counts, and
 * nothing is trusted but the model's {@link Relaxation#proximal}, {@link Relaxation#cost} and
 * {@link Relaxation#adjointError}.
 *
 * <p>The same relaxation and calls give the same bits, whatever the number of threads and the load
 * of the machine, unless a limit of time ends a run. Not thread-safe.
 */
public final class RelaxationSearch {
    /** Iterations between two looks at the bound. */
    private static final int PERIOD = 10;

    /** A search ends if the bound is this close to the best one, in relation to what is missing. */
    private static final double CLOSE = 0.02;

    /** How much larger the best multiplier may be than the present one; see {@link #floor}. */
    private static final double GROWTH = 2;

    /** λ_max(C) is taken for at least this share of the largest element. */
    private static final double SMALLEST_SCALE = 1e-3;

    private static final DenseKernels KERNELS = Kernels.get();

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
    private final RelaxationLimits limits;
    private final Runnable checkpoint;
    private final int n;
    private final int length;
    private @Nullable State state;
    private double step = 1;
    private double close = CLOSE;
    private RelaxationListener listener = (iteration, bound, primal) -> {};
    private long iterations;
    private double operations;
    private long deadline;

    /**
     * Prepares a search without limits from t = 0 and K = I/n. Allocates nothing yet.
     *
     * @param checkpoint called at every iteration and every few milliseconds of a proof; may throw
     *     a {@link io.nadir.array.WorkInterruptedException} to cancel, which leaves the best
     *     multiplier so far available
     */
    public RelaxationSearch(Relaxation relaxation, Runnable checkpoint) {
        this(relaxation, RelaxationLimits.none(), checkpoint);
    }

    /**
     * Prepares a search from t = 0 and K = I/n. Allocates nothing yet.
     *
     * @param limits for all runs together
     * @param checkpoint as above
     */
    public RelaxationSearch(Relaxation relaxation, RelaxationLimits limits, Runnable checkpoint) {
        this.relaxation = Objects.requireNonNull(relaxation, "relaxation");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint");
        this.n = Checks.positive("order()", relaxation.order());
        this.length = Checks.nonNegative("multiplierLength()", relaxation.multiplierLength());
    }

    /** Returns about how many bytes a search and its proof take, beside the relaxation itself. */
    public static long memory(Relaxation relaxation) {
        Objects.requireNonNull(relaxation, "relaxation");

        double order = relaxation.order();
        double doubles = 7 * order * order + 7.0 * relaxation.multiplierLength();
        return (long) (Double.BYTES * doubles);
    }

    /**
     * Sets the ratio of the steps of multiplier and K, for C and 𝒜 of norm 1; 1 by default.
     *
     * @param ratio more than 0
     */
    public void setStep(double ratio) {
        if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "ratio = " + ratio + ", allowed are finite numbers above 0");
        }
        this.step = ratio;
    }

    /**
     * Sets how close the bound has to come before {@link Outcome#UNREACHABLE}, as a share of what
     * is missing: bound − primal ≤ share·(primal − target). 0.02 by default; with a target of 0 it
     * is the relative accuracy, for who wants the best bound.
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

    /** Sets who is told of progress. */
    public void setListener(RelaxationListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "newListener");
    }

    /**
     * Starts from where another search ended, of this relaxation or of a similar one. Does nothing
     * if the memory is refused.
     *
     * @param multiplier copied, and replaced by the nearest one with a finite h
     * @param primalMatrix K, n×n, copied
     */
    public void start(double[] multiplier, double[] primalMatrix) {
        Objects.requireNonNull(multiplier, "multiplier");
        Objects.requireNonNull(primalMatrix, "primalMatrix");
        Checks.equal("multiplier.length", multiplier.length, "multiplierLength()", length);
        Checks.equal("primalMatrix.length", primalMatrix.length, "order()²", n * n);
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
        State search = state();
        double goal = search.scaled(target);
        for (int i = 1; i <= steps; i++) {
            Outcome limit = limit();
            if (limit != null) {
                search.look(goal);
                return search.isReached(goal) ? Outcome.REACHED : limit;
            }
            checkpoint.run();
            search.step();
            iterations++;
            operations += search.operations();
            if (i % PERIOD == 0 || i == steps) {
                search.look(goal);
                listener.progress(iterations, bound(), primal());
                if (search.isReached(goal)) {
                    return Outcome.REACHED;
                }
                if (search.isUnreachable(goal)) {
                    return Outcome.UNREACHABLE;
                }
            }
        }
        return Outcome.ITERATIONS;
    }

    /**
     * Runs until an outcome other than {@link Outcome#ITERATIONS}, or until the limits.
     *
     * @param target as above
     */
    public Outcome run(double target) {
        Outcome outcome;
        do {
            outcome = run(target, Integer.MAX_VALUE);
        } while (outcome == Outcome.ITERATIONS && iterations < limits.iterations());
        return outcome;
    }

    private @Nullable Outcome limit() {
        if (iterations >= limits.iterations()) {
            return Outcome.ITERATIONS;
        }
        if (operations >= limits.operations()) {
            return Outcome.OPERATIONS;
        }
        if (limits.time() == null) {
            return null;
        }
        long now = System.nanoTime();
        if (iterations == 0) {
            deadline = now + limits.time().toNanos();
        }
        return now - deadline >= 0 ? Outcome.TIME : null;
    }

    private boolean isAffordable() {
        return memory(relaxation) <= limits.memory()
                && (long) n * n <= Integer.MAX_VALUE - Panel.LANES;
    }

    private State state() {
        State known = state;
        if (known == null) {
            known = new State();
            state = known;
        }
        return known;
    }

    /** Returns an estimate of the best bound found; infinite before the first look. */
    public double bound() {
        return state == null ? Double.POSITIVE_INFINITY : state.unscaled(state.bestBound);
    }

    /** Returns an estimate of the value of the relaxation, which no multiplier goes below. */
    public double primal() {
        return state == null ? 0 : state.unscaled(state.floor);
    }

    /** Returns the number of iterations made. */
    public long iterations() {
        return iterations;
    }

    /** Returns about how many floating-point operations were made. */
    public double operations() {
        return operations;
    }

    /**
     * Returns an upper bound of ρ for the best multiplier found, every rounding error included: one
     * factorization, n³/3 flops, or a few. Before a run, or if the memory is refused, the bound of
     * t = 0 or infinity.
     *
     * @throws io.nadir.array.WorkInterruptedException if the checkpoint does
     */
    public double proved() {
        if (!isAffordable()) {
            return Double.POSITIVE_INFINITY;
        }
        State search = state();
        return search.unscaledUp(search.proved());
    }

    /** Returns a copy of the multiplier of the best bound; zeros before the first look. */
    public double[] multiplier() {
        double[] out = new double[length];
        for (int i = 0; i < length && state != null; i++) {
            out[i] = state.unscaled(state.best[i]);
        }
        return out;
    }

    /** Returns a copy of K, n×n. */
    public double[] primalMatrix() {
        return state == null ? identity(n) : state.k.clone();
    }

    /** Returns the eigenvectors of K with positive eigenvalues, largest first, as columns. */
    public Panel directions() {
        return state == null ? Panel.zeros(n, 0) : Panels.copy(state.cone.directions());
    }

    /** Returns the eigenvalues of K that belong to {@link #directions}. */
    public double[] weights() {
        return state == null
                ? new double[0]
                : Arrays.copyOf(state.cone.weights(), state.cone.directions().columns());
    }

    private static double[] identity(int n) {
        double[] k = new double[n * n];
        for (int i = 0; i < n; i++) {
            k[i * n + i] = 1.0 / n;
        }
        return k;
    }

    /** The arrays of a search, all in units of 2^{@code exponent} where they have one. */
    private final class State {
        private final double norm = Math.max(relaxation.norm(), Double.MIN_NORMAL);
        private final double[] c = new double[n * n];
        private final int exponent;
        private final double[] t = new double[length];
        private final double[] next = new double[length];
        private final double[] best = new double[length];
        private final double[] lifted = new double[length];
        private final double[] nextLifted = new double[length];
        private final double[] k = identity(n);
        private final Panel matrix = Panel.wrap(new double[n * n], n, n, 0);
        private final Spectraplex cone = new Spectraplex(n);
        private final Scratch scratch = new Scratch();
        private double bestBound = Double.POSITIVE_INFINITY;
        private double bestProved = Double.POSITIVE_INFINITY;
        private boolean isProved;
        private double floor;

        State() {
            this.exponent = exponent();
            relaxation.lift(k, lifted);
            offer(t);
        }

        /** Copies C, in units of a power of two near λ_max(C). */
        private int exponent() {
            double[] source = relaxation.objective();
            Checks.equal("objective().length", source.length, "order()²", n * n);
            double largest = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double element = source[i * n + j];
                    requireSymmetric(i, j, element, source[j * n + i]);
                    largest = Math.max(largest, Math.abs(element));
                }
            }
            if (largest == 0) {
                return 0;
            }
            int coarse = Math.getExponent(largest);
            scale(source, coarse);
            System.arraycopy(c, 0, matrix.data(), 0, c.length);
            double top = Math.max(SMALLEST_SCALE, cone.largest(matrix));
            int power = coarse + Math.getExponent(top);
            scale(source, power);
            return power;
        }

        private void scale(double[] source, int power) {
            for (int i = 0; i < c.length; i++) {
                c[i] = Math.scalb(source[i], -power);
            }
        }

        private static void requireSymmetric(int i, int j, double x, double y) {
            if (!(Math.abs(x) < Double.POSITIVE_INFINITY && x == y)) {
                throw new IllegalArgumentException(
                        String.format(
                                "objective() has %s at (%d, %d) and %s at (%d, %d), allowed are"
                                        + " finite numbers that are equal",
                                x, i, j, y, j, i));
            }
        }

        double scaled(double x) {
            return Math.scalb(x, -exponent);
        }

        double unscaled(double x) {
            return Math.scalb(x, exponent);
        }

        double unscaledUp(double x) {
            return x > 0 ? Rounding.up(Math.scalb(x, exponent)) : Math.scalb(x, exponent);
        }

        void start(double[] multiplier, double[] primalMatrix) {
            for (int i = 0; i < length; i++) {
                t[i] = scaled(multiplier[i]);
            }
            relaxation.proximal(t, 0);
            System.arraycopy(primalMatrix, 0, k, 0, k.length);
            relaxation.lift(k, lifted);
            offer(t);
        }

        void step() {
            double[] m = matrix.data();
            form(t);
            KERNELS.scale(1 / step, m, 0, m.length);
            KERNELS.axpy(1, k, 0, m, 0, m.length);
            cone.project(matrix);
            cone.writeTo(k);
            relaxation.lift(k, cone.directions(), cone.weights(), nextLifted);
            double size = step / norm / norm;
            KERNELS.axpy(-2 * size, nextLifted, 0, t, 0, length);
            KERNELS.axpy(size, lifted, 0, t, 0, length);
            relaxation.proximal(t, size);
            System.arraycopy(nextLifted, 0, lifted, 0, length);
        }

        /** matrix ← C + 𝒜*(t). */
        private void form(double[] multiplier) {
            System.arraycopy(c, 0, matrix.data(), 0, c.length);
            relaxation.addAdjoint(multiplier, matrix.data());
        }

        double operations() {
            double order = n;
            return 10 * order * order * order + relaxation.operations();
        }

        /** Takes the bound of t, and what K tells of all others. */
        void look(double goal) {
            offer(t);
            floor = floor();
        }

        private void offer(double[] multiplier) {
            form(multiplier);
            double value = Math.max(0, cone.largest(matrix)) + relaxation.cost(multiplier);
            if (value < bestBound) {
                bestBound = value;
                isProved = false;
                System.arraycopy(multiplier, 0, best, 0, length);
            }
        }

        /**
         * ⟨C, K⟩ less what K can be wrong by: a multiplier of norm b lowers it by b·d, where d =
         * ‖prox_h(−𝒜(K))‖ is the distance of 𝒜(K) from where it should be (Moreau). The best
         * multiplier is taken for at most twice as large as this one, or twice as large as it takes
         * to change H as much as C is large.
         */
        private double floor() {
            for (int i = 0; i < length; i++) {
                next[i] = -lifted[i];
            }
            relaxation.proximal(next, 1);
            double distance = AdjointRounding.norm(next);
            double size = GROWTH * Math.max(AdjointRounding.norm(t), 1 / norm);
            return KERNELS.dot(c, 0, k, 0, k.length) - size * distance;
        }

        /** Whether the best bound is at most the goal, by proof. */
        boolean isReached(double goal) {
            if (bestBound <= goal && bestProved > goal && !isProved) {
                bestProved = Math.min(bestProved, proved());
                isProved = true;
            }
            return bestProved <= goal;
        }

        boolean isUnreachable(double goal) {
            return floor > goal && bestBound - floor <= close * (floor - Math.max(0, goal));
        }

        double proved() {
            form(best);
            double cost = relaxation.cost(best);
            LargestEigenvalue top = new LargestEigenvalue(matrix, scratch, checkpoint);
            double spectral = top.upper(bestBound - cost);
            double error = relaxation.adjointError(best, AdjointRounding.norm(c));
            boolean isExact = KERNELS.maxAbs(best, 0, length) == 0;
            return Rounding.plusUp(isExact ? spectral : Rounding.up(spectral + error), cost);
        }
    }
}
