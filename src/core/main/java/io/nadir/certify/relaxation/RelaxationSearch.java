package io.nadir.certify.relaxation;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.LargestEigenvalue;
import io.nadir.check.Checks;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
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

    /** The relaxation parameter (Condat 2013), which must be below 2. */
    private static final double RELAXATION = 1.9;

    /** First ratio of the steps, and how far balancing may move from it. */
    private static final double STEP = 3;

    private static final double LARGEST_CHANGE = 30;

    /** How much larger the best multiplier may be than the present one; see {@code distance}. */
    private static final double GROWTH = 10;

    /** λ_max(C) is taken for at least this share of the largest element. */
    private static final double SMALLEST_SCALE = 1e-3;

    /** A limit beyond this is none. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

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
    private double step = STEP;
    private double firstStep = STEP;
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
        double doubles = 8 * order * order + 5.0 * relaxation.multiplierLength();
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
        this.step = ratio;
        this.firstStep = ratio;
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
                return limit;
            }
            checkpoint.run();
            search.step();
            iterations++;
            // Ever more rarely, for the method converges under a step that stays.
            if (iterations % PERIOD == 0 && Long.bitCount(iterations / PERIOD) == 1) {
                search.balance();
            }
            operations = search.operations();
            if (i % PERIOD == 0 || i == steps || limit() != null) {
                search.look();
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
        Duration time = limits.time();
        if (time == null || time.compareTo(LONGEST) > 0) {
            return null;
        }
        long now = System.nanoTime();
        if (iterations == 0) {
            deadline = now + time.toNanos();
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
        if (state == null) {
            return identity(n);
        }
        Panel out = Panel.wrap(new double[n * n], n, n, 0);
        state.cone.writeTo(out);
        return out.data();
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
        private final double[] nextT = new double[length];
        private final double[] best = new double[length];
        private final double[] lifted = new double[length];
        private final double[] nextLifted = new double[length];
        private final double[] k = identity(n);
        private final Panel matrix = Panel.wrap(new double[n * n], n, n, 0);
        private final Spectraplex cone = new Spectraplex(n);
        private final Scratch scratch = new Scratch();
        private double modelOperations;
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
            double top = cone.largest(matrix, Double.POSITIVE_INFINITY);
            int power = coarse + Math.getExponent(Math.max(SMALLEST_SCALE, top));
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

        /** From (k, t) to (matrix, nextT), and beyond by the relaxation. */
        void step() {
            double[] m = matrix.data();
            form(t);
            for (int i = 0; i < m.length; i++) {
                m[i] = m[i] / step + k[i];
            }
            cone.project(matrix);
            cone.writeTo(matrix);
            relaxation.lift(m, cone.directions(), cone.weights(), nextLifted);
            double size = step / norm / norm;
            for (int i = 0; i < length; i++) {
                nextT[i] = t[i] - size * (2 * nextLifted[i] - lifted[i]);
            }
            relaxation.proximal(nextT, size);
            move(k, m);
            move(t, nextT);
            move(lifted, nextLifted);
            modelOperations += relaxation.operations();
        }

        /**
         * Moves the step towards that under which K and the multiplier have equally far to go
         * (after Applegate and others, 2021).
         */
        void balance() {
            double far = norm * AdjointRounding.norm(nextT);
            double near = AdjointRounding.norm(matrix.data());
            if (far > 0 && near > 0) {
                double balanced = Math.sqrt(step * far / near);
                step = Math.clamp(balanced, firstStep / LARGEST_CHANGE, firstStep * LARGEST_CHANGE);
            }
        }

        private void move(double[] x, double[] next) {
            for (int i = 0; i < x.length; i++) {
                x[i] += RELAXATION * (next[i] - x[i]);
            }
        }

        /** matrix ← C + 𝒜*(t). */
        private void form(double[] multiplier) {
            System.arraycopy(c, 0, matrix.data(), 0, c.length);
            relaxation.addAdjoint(multiplier, matrix.data());
        }

        double operations() {
            return cone.operations() + modelOperations;
        }

        /** Takes the bound of t, and what K tells of all others. */
        void look() {
            double value = KERNELS.dot(c, 0, matrix.data(), 0, c.length);
            offer(nextT);
            floor = value - distance();
        }

        private void offer(double[] multiplier) {
            form(multiplier);
            double cost = relaxation.cost(multiplier);
            double value = Math.max(0, cone.largest(matrix, bestBound - cost)) + cost;
            if (value < bestBound) {
                bestBound = value;
                isProved = false;
                System.arraycopy(multiplier, 0, best, 0, length);
            }
        }

        /**
         * What K is wrong by, so that ⟨C, K⟩ less that is a value which no bound goes below: a
         * multiplier of norm b lowers it by b·d, where d = ‖prox_h(−𝒜(K))‖ is the distance of
         * 𝒜(K) from where it should be (Moreau). The best multiplier is taken for at most ten
         * times as large as this one, or ten times as large as it takes to change H as much as C is
         * large.
         */
        private double distance() {
            double size = GROWTH * Math.max(AdjointRounding.norm(nextT), 1 / norm);
            double[] away = nextT;
            for (int i = 0; i < length; i++) {
                away[i] = -nextLifted[i];
            }
            relaxation.proximal(away, 1);
            return size * AdjointRounding.norm(away);
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
            double bound =
                    Rounding.plusUp(isExact ? spectral : Rounding.up(spectral + error), cost);
            return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
        }
    }
}
