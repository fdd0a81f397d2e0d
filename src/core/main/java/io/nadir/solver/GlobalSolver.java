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
import java.util.List;
import java.util.Objects;

/**
 * The loop of the papers (Haeffele &amp; Vidal 2017, section 6; Vidal, Zhu &amp; Haeffele, section
 * 1.4.1): descend to a first-order point, solve the polar problem, certify or append, repeat.
 *
 * <p>The objective never rises, so the current point is always the best one. One solve for each
 * object.
 */
public final class GlobalSolver {
    private static final System.Logger LOGGER = System.getLogger("io.nadir");

    /** How much finer descent gets when a certificate was undecided. */
    private static final double REFINEMENT = 0.01;

    /** The same when it was refuted, by columns of little use. */
    private static final double SMALL_REFINEMENT = 0.1;

    /** Descent any finer than this only moves rounding errors about. */
    private static final double FINEST = 1e-24;

    /** Share of the gap wanted up to which witnesses need not have converged. */
    private static final double WITNESS_SHARE = 0.05;

    /** Certificates after which columns are no longer appended: each must be of next to no use. */
    static final int MOST_ATTEMPTS = 1000;

    /** Share of the excess of a hard polar's upper bound that a column has to make up. */
    private static final double WORTH_APPENDING = 0.1;

    /** Outputs of all columns beyond which none of them is looked for that the others imply. */
    private static final double LARGEST_SLIDE = 1 << 25;

    /** A witness whose θ is 1 but for rounding is within this of it. */
    private static final double UNBALANCED = 1e-9;

    /** Relative change of f that rounding can explain, with room to spare. */
    private static final double ROUNDING = 1e-12;

    /** The same without: a change of f beyond it is seen. */
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

    /** ℓ(Y, 0), what rounding errors of f are relative to where columns do not cancel. */
    private double scale;

    private boolean cancelled;

    /** Whether a certificate is being made, which leaves the point as it is whatever goes wrong. */
    private boolean certifying;

    /** The certificate of the current point, if it has one. */
    private @Nullable Certificate certificate;

    /**
     * Prepares a solve.
     *
     * @throws IllegalArgumentException if the start does not fit the data, or the descent that the
     *     options name does not go with the model
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

    /** Everything that has a part in the bits of the result. */
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
     * Runs until the certificate holds, or a limit, the listener or an interruption ends it. An
     * interruption is not thrown: the result has the best point, and the thread's flag stays set.
     *
     * @throws IllegalStateException if the data were changed meanwhile
     * @throws OutOfMemoryError if memory is wanting for anything but the certificate of a point
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

    /** Why descent ends that neither a step nor new sizes of the columns brought further. */
    private StopReason endOfDescent(Certifier.Check check) {
        if (promise(check) > RESOLUTION * (scale + curvature * square(sizes()))) {
            return StopReason.STALLED;
        }
        return check.isOpen() ? StopReason.UNDECIDED : StopReason.ROUNDING;
    }

    /**
     * What can still be had of f to first order: (λ(ρ − 1))²/2Ls by the best column, and by scaling
     * the point (λ(Θ − ⟨Z, X⟩))²/2L‖X‖².
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
     * Whether columns are known that make up some of what the upper bound leaves open: fewer
     * columns than that would be called good enough by the lower bound alone.
     */
    private boolean isWorthAppending(PolarBounds polar) {
        return w.rank() < options.maxRank()
                && polar.lower() - 1 > WORTH_APPENDING * (polar.upper() - 1);
    }

    /** Whether sizes may be what keeps the point from a first-order one, rather than directions. */
    private boolean isWorthResizing(double gain, boolean exhausted) {
        return state.attempt > 1 && isSmall(gain) && (exhausted || descent.isSlowToSize());
    }

    /** Without descent before, which could only move what the sizes of columns have settled. */
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
            // Not for want of columns: the point is not close enough to a first-order one.
            state.tolerance *= gain > 0 ? SMALL_REFINEMENT : REFINEMENT;
        }
        state.attempt++;
        state.moved = false;
        state.idle = 0;
        state.descending = w.rank() > 0;
    }

    /** Beside the gap wanted; what is seen of a column is its share of the entries with a loss. */
    private boolean isSmall(double gain) {
        return gain <= options.relativeGap() * state.objective * map.density();
    }

    /** Steps until they lower f by less than the tolerance; false if the solve must stop. */
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

    /** A checkpoint that fails costs a later resumption, not this solve. */
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

    /** Slides to a point with fewer columns, to make room; false if all of them are needed. */
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

    /** If it is interrupted or memory is wanting, what it has found is kept. */
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

    /** With the δ of all certificates of a solve together. */
    private Certificate ofWholeSolve(Certificate found) {
        return found.polar().evidence() == Evidence.PROVED
                ? found
                : found.withDelta(options.delta());
    }

    /** Appends witnesses; returns the decrease of f, 0 if there are none worth it. */
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
     * Appends those whose excess is at least a share of the best one's, with the sizes that promise
     * most; returns by how much f falls at least. Those that the point has already, nearly, and all
     * where descent was cut short, are left to descent while a step of it lowers f by more.
     */
    private double append(Witnesses witnesses, double share) {
        double[] polar = witnesses.values();
        double length = lambda / (curvature * witnesses.spread());
        double worth = polar.length == 0 ? 0 : 1 + share * (polar[0] - 1);
        double least = witnesses.known() || state.isCoarse() ? leastGain() : 0;
        double gain = 0;
        List<Panel> columns = balanced(witnesses);
        for (int i = 0; i < polar.length && w.rank() < options.maxRank(); i++) {
            double tau = length * (polar[i] - 1);
            double more = 0.5 * lambda * tau * (polar[i] - 1);
            if (!(polar[i] > 1) || polar[i] < worth || gain + more <= least) {
                break;
            }
            w.append(columns, i, root(tau));
            gain += more;
        }
        return gain;
    }

    /** Columns with θ = 1: a θ that blocks of gauge 1 do not give this value has a balance. */
    private List<Panel> balanced(Witnesses witnesses) {
        int count = witnesses.values().length;
        Factors columns = Factors.wrap(count, witnesses.blocks().toArray(Panel[]::new));
        for (int i = 0; i < count; i++) {
            if (theta.value(columns, i) > 1 + UNBALANCED) {
                Factors balanced = columns.copy();
                theta.balance(balanced);
                return balanced.blocks();
            }
        }
        return columns.blocks();
    }

    /** By how much the last step of descent lowered f at most, or what is seen of f. */
    private double leastGain() {
        return state.objective * Math.max(state.moved ? state.accuracy() : 0, RESOLUTION);
    }

    private static double square(double x) {
        return x * x;
    }

    /** Gives the columns their best sizes; whether that changed them. */
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

    /** τ^{1/p}, p the degree. */
    private double root(double tau) {
        return map.degree() == 2 ? Math.sqrt(tau) : Math.pow(tau, 1.0 / map.degree());
    }

    /**
     * An objective as a step computed it, which may have got below 0 by what rounding leaves of
     * terms that cancel, as 0: no farther from the exact one, as losses and regularizers are 0 or
     * more.
     */
    private double notNegative(double after) {
        if (!(after >= 0) && !(after >= -rounding())) {
            throw new IllegalStateException(
                    "objective = " + after + " after a step, must be 0 or more");
        }
        return Math.max(0, after);
    }

    /** After an append f has strictly dropped, or certificate or witnesses are wrong. */
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

    /** Durations beyond 292 years have no number of nanoseconds. */
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

    /** What is known of the current point; a pass over the data only if that is nothing yet. */
    private Certificate uncertified() {
        if (state.objective == Double.POSITIVE_INFINITY) {
            map.cancelAfter(Long.MAX_VALUE);
            state.objective = Uninterrupted.call(() -> objective.value(w));
        }
        return Certificate.unknown(state.objective, rounding(), safeLowerBound())
                .withDelta(options.delta());
    }

    /** The lower bound on f*, less what rounding may have added to f of the current point. */
    private double safeLowerBound() {
        return Math.max(0, state.lowerBound - rounding());
    }

    /** What rounding may do to f: columns may be far larger than the sum in which they cancel. */
    private double rounding() {
        return ROUNDING * (scale + curvature * square(sizes()));
    }

    /**
     * Σ over the columns of Π over the blocks of their norms, at least ‖X‖ for most maps; to a
     * power where the degree of φ is not the number of blocks.
     */
    private double sizes() {
        double sizes = 0;
        double power = (double) map.degree() / map.dimensions().size();
        for (int i = 0; i < w.rank(); i++) {
            double size = 1;
            for (Panel block : w.blocks()) {
                size *= Panels.columnNorm(block, i);
            }
            sizes += power == 1 ? size : Math.pow(size, power);
        }
        return sizes;
    }

    /** Wall-clock time by phase. */
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
