package io.nadir.solver;

import io.nadir.array.Panel;
import io.nadir.array.Uninterrupted;
import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.certify.CertificateRequest;
import io.nadir.certify.Certifier;
import io.nadir.certify.Verdict;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarBounds;
import io.nadir.model.Regularizer;
import io.nadir.model.Witnesses;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/**
 * The loop of the meta-algorithm (Haeffele &amp; Vidal 2017, section 6; Vidal, Zhu &amp; Haeffele,
 * section 1.4.1): descend to a first-order point, solve the polar problem, certify or append,
 * repeat.
 *
 * <p>The objective never increases, so that the current point is always the best one. An instance
 * serves one solve. Users call {@link io.nadir.Nadir#solve} instead, which scales the problem
 * first.
 */
public final class GlobalSolver {
    private static final System.Logger LOGGER = System.getLogger("io.nadir");

    /** The factor by which the tolerance of descent shrinks after an undecided certificate. */
    private static final double REFINEMENT = 0.01;

    /** The factor by which it shrinks after a refutation whose columns lowered f only a little. */
    private static final double SMALL_REFINEMENT = 0.1;

    /** With a smaller tolerance, descent would only shift rounding errors. */
    private static final double FINEST = 1e-24;

    /**
     * Witnesses whose append promises less than this share of the requested gap need not converge.
     */
    private static final double WITNESS_SHARE = 0.05;

    /**
     * The largest number of certificates of a solve; it is reached only if every append is almost
     * useless.
     */
    static final int MOST_ATTEMPTS = 1000;

    /**
     * The share of the excess of a hard polar's upper bound over 1 that a column has to account
     * for.
     */
    private static final double WORTH_APPENDING = 0.1;

    /**
     * If the outputs of all columns have more elements than this, the search for linearly dependent
     * columns is skipped.
     */
    private static final double LARGEST_SLIDE = 1 << 25;

    /** A bound of the relative rounding error of f, with a margin. */
    private static final double ROUNDING = 1e-12;

    /** The smallest relative change of f that can be observed. */
    private static final double RESOLUTION = 0x1p-50;

    private final Objective<?> objective;
    private final FactorizationMap map;
    private final Regularizer theta;
    private final double lambda;
    private final SolverOptions options;
    private final DescentMethod descent;
    private final Certifier certifier;
    private final Factors w;
    private final SolveState state;
    private final Clock clock = new Clock();
    private final double curvature;
    private final ColumnWeights weights;

    /** ℓ(Y, 0), the scale of the rounding errors of f where columns do not cancel each other. */
    private double scale;

    private boolean cancelled;

    /** Whether a certificate is being computed; a failure then leaves the point unchanged. */
    private boolean certifying;

    /** The certificate of the current point, if it has one. */
    private @Nullable Certificate certificate;

    /**
     * Prepares a solve.
     *
     * @throws IllegalArgumentException if the starting factors do not fit the data, or the descent
     *     method named in the options does not apply to the model
     */
    public GlobalSolver(Objective<?> objective, SolverOptions options) {
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(options, "options");

        this.objective = objective;
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.lambda = objective.lambda();
        this.options = options;
        this.certifier = new Certifier(objective);
        Factors start = options.start();
        this.w = start == null ? Factors.empty(map.dimensions()) : start.copy();
        certifier.requireFit(w);
        map.cancelAfter(nanos(options.timeLimit()));
        this.curvature = map.curvature();
        this.weights = new ColumnWeights(objective);
        this.descent = options.descent().method(objective);
        boolean kept = options.checkpoints() != null || options.resume() != null;
        String identity = kept ? identity() : "";
        this.state =
                options.resume() == null ? begin(identity) : resume(options.resume(), identity);
    }

    private SolveState begin(String identity) {
        SolveState fresh = new SolveState(identity, w, descent::save);
        fresh.objective = Double.POSITIVE_INFINITY;
        fresh.tolerance = descent.closeEnough() * options.relativeGap();
        fresh.attempt = 1;
        fresh.descending = w.rank() > 0;
        return fresh;
    }

    private SolveState resume(SolveState saved, String identity) {
        if (!saved.identity().equals(identity)) {
            throw new IllegalArgumentException(
                    "the state to resume is of [%s], this solve is [%s]"
                            .formatted(saved.identity(), identity));
        }
        saved.attach(w, descent);
        certifier.requireFit(w);
        return saved;
    }

    /** Returns a description of everything that influences the bits of the result. */
    private String identity() {
        return String.format(
                "%s data %016x, loss %s, regularizer %s, lambda %s, gap %s, %s, delta %s,"
                        + " descent %s, max rank %d, seed %d, kernels %s",
                map.dimensions(),
                map.data().fingerprint(),
                map.loss().name(),
                theta.name(),
                lambda,
                options.relativeGap(),
                options.evidence(),
                options.delta(),
                options.descent(),
                options.maxRank(),
                options.seed(),
                Kernels.get().describe());
    }

    /**
     * Runs until the certificate holds, or until a limit, the listener or an interruption ends the
     * solve. An interruption is not thrown: the result has the best point, and the thread's
     * interrupt flag stays set.
     *
     * @throws IllegalStateException if the data were changed during the solve
     * @throws OutOfMemoryError if memory runs out anywhere but in a certificate
     */
    public Solution solve() {
        StopReason reason;
        try {
            reason = loop();
        } catch (WorkInterruptedException interrupted) {
            reason =
                    Thread.currentThread().isInterrupted()
                            ? StopReason.INTERRUPTED
                            : StopReason.TIME_LIMIT;
        } catch (RuntimeException failure) {
            map.data().requireUnchanged();
            throw failure;
        } catch (OutOfMemoryError e) {
            if (!certifying || w.rank() == 0) {
                throw e;
            }
            reason = StopReason.OUT_OF_MEMORY;
        }
        if (reason != StopReason.CERTIFIED) {
            map.data().requireUnchanged();
        }
        checkpoint(true);
        Certificate last = certificate != null ? certificate : uncertified();
        return new Solution(
                map.data().trained(w),
                last,
                reason,
                state.iterations,
                state.appends,
                clock.seconds());
    }

    private StopReason loop() {
        scale = map.valueAtZero();
        if (w.rank() == 0) {
            state.objective = scale;
        } else if (options.evidence() == Evidence.PROVED) {
            certifier.requireProof();
        }
        while (true) {
            if (state.descending && !descend()) {
                return stopReason();
            }
            Certifier.Check check = certify();
            Verdict verdict = check.certificate().verdict();
            if (verdict == Verdict.GLOBAL) {
                return StopReason.CERTIFIED;
            }
            if (mustStop()) {
                return stopReason();
            }
            if (state.attempt >= MOST_ATTEMPTS) {
                return StopReason.ATTEMPT_LIMIT;
            }
            boolean full = verdict == Verdict.NOT_GLOBAL && w.rank() >= options.maxRank();
            if (state.isCoarse() && (full || verdict == Verdict.UNDECIDED)) {
                // No column can be appended, so that descent goes on from where it was cut short.
                beginDescent(0);
                checkpoint(false);
                continue;
            }
            if (full && !slide()) {
                return StopReason.MAX_RANK;
            }
            boolean open = verdict == Verdict.UNDECIDED && check.isLimitedByPolar();
            if (open && !isWorthAppending(check.certificate().polar())) {
                return StopReason.UNDECIDED;
            }
            double gain = open || verdict == Verdict.NOT_GLOBAL ? append(check) : 0;
            if (open && gain == 0) {
                return StopReason.UNDECIDED;
            }
            boolean exhausted = !state.isCoarse() && (!state.moved || state.tolerance < FINEST);
            boolean resized = isWorthResizing(gain, exhausted) && reweigh();
            if (gain == 0 && state.attempt > 1 && exhausted && !resized) {
                return endOfDescent(check);
            }
            if (resized) {
                certifyNext();
            } else {
                beginDescent(gain);
            }
            checkpoint(false);
        }
    }

    /**
     * Returns why descent ends when neither a step nor new column sizes lower the objective
     * further.
     */
    private StopReason endOfDescent(Certifier.Check check) {
        if (promise(check) > RESOLUTION * (scale + curvature * square(sizes()))) {
            return StopReason.STALLED;
        }
        return check.isOpen() ? StopReason.UNDECIDED : StopReason.ROUNDING;
    }

    /**
     * Returns how much f can still fall, to first order: (λ(ρ − 1))²/(2Ls) by the best column, or
     * (λ(Θ − ⟨Z, X⟩))²/(2L‖X‖²) by scaling the point.
     */
    private double promise(Certifier.Check check) {
        Certificate found = check.certificate();
        Witnesses witnesses = check.witnesses(0, 0, 0);
        double excess = witnesses.values().length == 0 ? 0 : found.polar().lower() - 1;
        double column = square(lambda * Math.max(0, excess)) / witnesses.spread();
        double scaling = square(lambda * theta.value(w) * found.equilibrium() / sizes());
        return curvature == 0 || w.rank() == 0 ? 0 : Math.max(column, scaling) / (2 * curvature);
    }

    /**
     * Returns whether known columns account for enough of what the upper bound leaves open. Without
     * this test, the lower bound alone would declare too few columns good enough.
     */
    private boolean isWorthAppending(PolarBounds polar) {
        return w.rank() < options.maxRank()
                && polar.lower() - 1 > WORTH_APPENDING * (polar.upper() - 1);
    }

    /**
     * Returns whether the sizes of the columns, rather than their directions, may keep the point
     * from being a first-order point.
     */
    private boolean isWorthResizing(double gain, boolean exhausted) {
        return state.attempt > 1 && isSmall(gain) && (exhausted || descent.isSlowToSize());
    }

    /**
     * Lets a certificate follow without descent, which could only disturb the sizes of the columns.
     */
    private void certifyNext() {
        state.attempt++;
        state.descending = false;
    }

    private void beginDescent(double gain) {
        if (!isSmall(gain)) {
            state.coarse = descent.worthDescending() * gain / (state.objective + gain);
        } else if (state.isCoarse()) {
            // Before anything finer: the rest of the descent that was cut short.
            state.coarse = 0;
        } else {
            // No column is missing: the point is not close enough to a first-order one.
            state.tolerance *= gain > 0 ? SMALL_REFINEMENT : REFINEMENT;
        }
        state.attempt++;
        state.moved = false;
        state.idle = 0;
        state.descending = w.rank() > 0;
    }

    /**
     * Returns whether a gain is small beside the requested gap. A column gains only through the
     * share of the entries that carry a loss.
     */
    private boolean isSmall(double gain) {
        return gain <= options.relativeGap() * state.objective * map.density();
    }

    /**
     * Steps until a step lowers f by less than the tolerance; returns false if the solve must stop.
     */
    private boolean descend() {
        while (state.idle < descent.patience()) {
            if (mustStop()) {
                return false;
            }
            descendOnce();
            checkpoint(false);
        }
        state.descending = false;
        return !mustStop();
    }

    private void descendOnce() {
        double before = state.objective;
        clock.start();
        Events.Iteration event = new Events.Iteration();
        event.begin();
        double after;
        try {
            after = notNegative(descent.step(w));
            event.end(w.rank(), after);
        } finally {
            clock.endDescent(); // Of a step that is cut short, too.
        }
        state.iterations++;
        certificate = null;
        requirePromise(after);
        double decrease = descent.decrease(before, after);
        state.objective = Math.min(before, after);
        state.moved |= decrease > 0;
        state.idle = decrease > state.accuracy() * after ? 0 : state.idle + 1;
        cancelled |= !options.listener().onIteration(progress());
    }

    /**
     * Offers a checkpoint. A checkpoint that fails makes a later resumption impossible, but does
     * not end this solve.
     */
    private void checkpoint(boolean last) {
        CheckpointSink sink = options.checkpoints();
        if (sink == null) {
            return;
        }
        try {
            sink.offer(state, last);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a checkpoint could not be kept", e);
        }
    }

    private Certifier.Check certify() {
        clock.start();
        Events.Certified event = new Events.Certified();
        event.begin();
        // δ/2 + δ/4 + …: all certificates of a solve together fail with probability at most δ.
        double share = options.delta() * Math.max(Math.pow(0.5, state.attempt), 1e-100);
        Certifier.Check check;
        Certificate found;
        try {
            check = check(share);
            if (check.certificate().isGlobal()) {
                map.data().requireUnchanged();
            }
            found = ofWholeSolve(check.certificate());
            event.end(found);
        } finally {
            clock.endCertify(); // Of a certificate that is cut short, too.
        }
        certificate = found;
        state.objective = found.objective();
        state.lowerBound = Math.max(state.lowerBound, found.lowerBound());
        cancelled |= !options.listener().onCertificate(found, progress());
        return check;
    }

    /**
     * Moves to a point with fewer columns, to make room for another; returns false if all are
     * needed.
     */
    private boolean slide() {
        if (w.rank() * (double) map.data().observed() > LARGEST_SLIDE) {
            return false;
        }
        Pruning pruning = Pruning.prune(map, theta, w);
        if (pruning.factors().rank() == w.rank()) {
            return false;
        }
        w.set(pruning.factors());
        descent.restart();
        return true;
    }

    /**
     * Certifies the current point. If that is interrupted or runs out of memory, the bounds found
     * so far are kept.
     */
    private Certifier.Check check(double delta) {
        certifying = true;
        try {
            Certifier.Check check =
                    certifier.check(
                            w,
                            new CertificateRequest(
                                    options.relativeGap(),
                                    options.evidence(),
                                    delta,
                                    options.seed()));
            certifying = false;
            return check;
        } catch (WorkInterruptedException | OutOfMemoryError e) {
            Certificate found = certifier.interrupted();
            certificate =
                    found == null
                            ? null
                            : ofWholeSolve(found).withLowerBound(safeLowerBound(), rounding());
            throw e;
        }
    }

    /** Returns the certificate with the δ of all certificates of the solve together. */
    private Certificate ofWholeSolve(Certificate found) {
        return found.polar().evidence() == Evidence.PROVED
                ? found
                : found.withDelta(options.delta());
    }

    /** Appends witnesses; returns the decrease of f, 0 if none is worth appending. */
    private double append(Certifier.Check check) {
        clock.start();
        Events.Append event = new Events.Append();
        event.begin();
        double negligible = WITNESS_SHARE * options.relativeGap() * state.objective;
        double tolerance = Math.max(1e-7, Math.sqrt(WITNESS_SHARE * options.relativeGap()));
        double share = descent.worthAppending();
        Witnesses witnesses = check.witnesses(tolerance, negligible, Math.sqrt(share));
        int before = w.rank();
        double gain = append(witnesses, Math.sqrt(share));
        int count = w.rank() - before;
        state.appends += count;
        event.end(count, Math.max(0, state.objective - gain));
        clock.endAppend();
        if (count == 0) {
            return 0;
        }
        certificate = null;
        descent.restart();
        // The gain is what an exact f has to lose at least; f as computed may be less.
        state.promised = Math.max(0, state.objective - gain);
        state.objective = state.promised;
        cancelled |= !options.listener().onAppend(count, progress());
        if (witnesses.known() || (descent.isSlowToSize() && isSmall(gain))) {
            double appended = state.objective;
            reweigh();
            gain += appended - state.objective;
        }
        return gain;
    }

    /**
     * Appends the witnesses whose excess is at least a share of the largest one, in the sizes that
     * promise the largest decrease, and returns a lower bound of the decrease of f. Witnesses that
     * nearly equal a column of the point, and all witnesses if descent was cut short, are left to
     * descent as long as a step lowers f by more.
     */
    private double append(Witnesses witnesses, double share) {
        double[] polar = witnesses.values();
        double length = lambda / (curvature * witnesses.spread());
        double worth = polar.length == 0 ? 0 : 1 + share * (polar[0] - 1);
        double least = witnesses.known() || state.isCoarse() ? leastGain() : 0;
        double gain = 0;
        for (int i = 0; i < polar.length && w.rank() < options.maxRank(); i++) {
            double tau = length * (polar[i] - 1);
            double more = 0.5 * lambda * tau * (polar[i] - 1);
            if (!(polar[i] > 1) || polar[i] < worth || gain + more <= least) {
                break;
            }
            w.append(witnesses.blocks(), i, root(tau));
            gain += more;
        }
        return gain;
    }

    /**
     * Returns the decrease of f in the last step of descent, or the smallest change of f that can
     * be observed if that is larger.
     */
    private double leastGain() {
        return state.objective * Math.max(state.moved ? state.accuracy() : 0, RESOLUTION);
    }

    private static double square(double x) {
        return x * x;
    }

    /** Gives the columns their best sizes; returns whether that changed them. */
    private boolean reweigh() {
        clock.start();
        double after = weights.minimize(w);
        clock.endAppend();
        if (after == Double.POSITIVE_INFINITY) {
            return false;
        }
        requirePromise(after);
        certificate = null;
        descent.restart();
        state.objective = Math.min(state.objective, after);
        return true;
    }

    /** Returns τ^{1/p}, where p is the degree. */
    private double root(double tau) {
        return map.degree() == 2 ? Math.sqrt(tau) : Math.pow(tau, 1.0 / map.degree());
    }

    /**
     * Returns 0 for an objective that rounding of cancelling terms has made negative. Losses and
     * regularizers are not negative, so 0 is at least as close to the exact value.
     */
    private double notNegative(double after) {
        if (!(after >= 0) && !(after >= -rounding())) {
            throw new IllegalStateException(
                    "objective = " + after + " after a step, must be 0 or more");
        }
        return Math.max(0, after);
    }

    /**
     * Throws unless the append has lowered f; otherwise the certificate or the witnesses would be
     * wrong.
     */
    private void requirePromise(double after) {
        if (after > state.promised + rounding()) {
            throw new IllegalStateException(
                    "objective " + after + " after an append that promised " + state.promised);
        }
        state.promised = Double.POSITIVE_INFINITY;
    }

    private boolean mustStop() {
        return cancelled || clock.total() > 1e-9 * nanos(options.timeLimit());
    }

    /** Converts a duration; one of more than 292 years cannot be expressed in nanoseconds. */
    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
                ? duration.toNanos()
                : Long.MAX_VALUE;
    }

    private StopReason stopReason() {
        return cancelled ? StopReason.CANCELLED : StopReason.TIME_LIMIT;
    }

    private Progress progress() {
        return new Progress(
                state.iterations, w.rank(), state.objective, state.lowerBound, clock.total());
    }

    /**
     * Returns what is known about the current point, with a pass over the data only if nothing is.
     */
    private Certificate uncertified() {
        if (state.objective == Double.POSITIVE_INFINITY) {
            map.cancelAfter(Long.MAX_VALUE);
            state.objective = Uninterrupted.call(() -> objective.value(w));
        }
        return Certificate.unknown(state.objective, rounding(), safeLowerBound())
                .withDelta(options.delta());
    }

    /** Returns the lower bound of f*, less the rounding error of f at the current point. */
    private double safeLowerBound() {
        return Math.max(0, state.lowerBound - rounding());
    }

    /**
     * Returns a bound of the rounding error of f; columns may be far larger than the sum in which
     * they cancel.
     */
    private double rounding() {
        return ROUNDING * (scale + curvature * square(sizes()));
    }

    /**
     * Returns Σ over the columns of the product of the norms of their blocks, at least ‖X‖ for most
     * maps.
     */
    private double sizes() {
        double sizes = 0;
        for (int i = 0; i < w.rank(); i++) {
            double size = 1;
            for (Panel block : w.blocks()) {
                size *= Panels.columnNorm(block, i);
            }
            sizes += size;
        }
        return sizes;
    }

    /** Measures wall-clock time by phase. */
    private static final class Clock {
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
}
