package io.nadir.solver.loop;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.certify.point.Certifier;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.model.DescentMethod;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

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
    /** The factor by which the tolerance of descent shrinks after an undecided certificate. */
    private static final double REFINEMENT = 0.01;

    /** The factor by which it shrinks after a refutation whose columns lowered f only a little. */
    private static final double SMALL_REFINEMENT = 0.1;

    /**
     * Where steps creep and the polar stays open, descent goes on to this tolerance before the end,
     * whatever gap is requested: no certificate can tell how much is left.
     */
    private static final double UNFINISHED = 1e-8;

    /**
     * The largest number of certificates of a solve; it is reached only if every append is almost
     * useless.
     */
    static final int MOST_ATTEMPTS = 1000;

    private final FactorizationMap map;
    private final SolverOptions options;
    private final DescentMethod descent;
    private final Factors w;
    private final LoopState state;
    private final CurrentPoint point;
    private final SolveControl control;
    private final PointCertifier certifier;
    private final ColumnChanges columns;
    private final Prospects prospects;
    private final RankLimit limit;

    /**
     * Prepares a solve.
     *
     * @throws IllegalArgumentException if the starting factors do not fit the data, or the descent
     *     method named in the options does not apply to the model
     */
    public GlobalSolver(Objective<?> objective, SolverOptions options) {
        PhaseClock clock = new PhaseClock();
        this.map = objective.map();
        this.options = options;
        Certifier checked = new Certifier(objective);
        Factors start = options.start();
        this.w = start == null ? Factors.empty(map.dimensions()) : start.copy();
        checked.requireFit(w);
        RankLimit.requireFit(options, w);
        map.cancelAfter(SolveControl.nanos(options.timeLimit()));
        this.descent = options.descent().method(objective);
        SolveState saved = options.resume();
        if (saved == null) {
            this.state = LoopState.begin(objective, options, w, descent);
        } else {
            this.state = LoopState.resume(saved, objective, options, w, descent);
            checked.requireFit(w);
        }
        this.point = new CurrentPoint(objective, options, w, state);
        this.control = new SolveControl(options, point, clock);
        this.certifier = new PointCertifier(checked, options, point, control);
        this.columns = new ColumnChanges(options, descent, point, control);
        this.prospects = new Prospects(objective, options, descent, w, state, point);
        this.limit = new RankLimit(options, descent, point, columns, control);
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
            reason = limit.orFixedRank(loop());
            if (reason != StopReason.TIME_LIMIT) {
                certifier.completeLast();
            }
        } catch (WorkInterruptedException interrupted) {
            reason =
                    Thread.currentThread().isInterrupted()
                            ? StopReason.INTERRUPTED
                            : StopReason.TIME_LIMIT;
        } catch (RuntimeException failure) {
            map.requireUnchanged();
            throw failure;
        } catch (OutOfMemoryError e) {
            if (!certifier.isRunning() || w.rank() == 0) {
                throw e;
            }
            reason = StopReason.OUT_OF_MEMORY;
        }
        if (reason != StopReason.CERTIFIED) {
            map.requireUnchanged();
        }
        control.checkpoint(true);
        return new Solution(
                Uninterrupted.call(() -> map.data().trained(w, map.loss())),
                point.certificate(),
                reason,
                state.iterations,
                state.appends,
                limit.nextColumn(),
                control.clock().seconds());
    }

    private StopReason loop() {
        point.begin();
        limit.start();
        certifier.requireProof();
        while (true) {
            if (state.descending && !descend()) {
                return control.stopReason();
            }
            CheckedPoint check = certify();
            Verdict verdict = check.certificate().verdict();
            if (verdict == Verdict.GLOBAL) {
                return StopReason.CERTIFIED;
            }
            if (control.mustStop()) {
                return control.stopReason();
            }
            if (state.attempt >= MOST_ATTEMPTS) {
                return StopReason.ATTEMPT_LIMIT;
            }
            boolean full = verdict == Verdict.NOT_GLOBAL && w.rank() >= options.maxRank();
            if (state.isCoarse() && (full || verdict == Verdict.UNDECIDED)) {
                // No column can be appended, so that descent goes on from where it was cut short.
                beginDescent(0, 0);
                control.checkpoint(false);
                continue;
            }
            if (full && !columns.slide()) {
                return limit.end(check);
            }
            boolean open = verdict == Verdict.UNDECIDED && check.isLimitedByPolar();
            if (open && !prospects.isWorthAppending(check.certificate().polar())) {
                if (isUnfinished()) {
                    finishDescent();
                    control.checkpoint(false);
                    continue;
                }
                return StopReason.UNDECIDED;
            }
            int rank = w.rank();
            double gain = open || verdict == Verdict.NOT_GLOBAL ? columns.append(check) : 0;
            if (open && gain == 0) {
                check = certifier.tighten(check);
                if (check.certificate().isGlobal()) {
                    return StopReason.CERTIFIED;
                }
                if (control.mustStop()) {
                    return control.stopReason();
                }
                gain = columns.append(check);
                if (gain == 0 && check.certificate().verdict() == Verdict.UNDECIDED) {
                    return StopReason.UNDECIDED;
                }
            }
            boolean exhausted = prospects.isExhausted();
            boolean resized = prospects.isWorthResizing(gain, exhausted) && columns.reweigh();
            if (gain == 0 && state.attempt > 1 && exhausted && !resized) {
                return prospects.endOfDescent(check);
            }
            if (resized) {
                certifyNext();
            } else if (gain > 0 && columns.isComplete()) {
                certifyNext();
                state.moved = true; // Descent is still to come if this is not the end.
            } else {
                beginDescent(gain, Math.max(0, w.rank() - rank));
            }
            control.checkpoint(false);
        }
    }

    /**
     * Certifies the point. Where the solve would end because the polar is hard to solve, a
     * relaxation tightens its bounds.
     */
    private CheckedPoint certify() {
        CheckedPoint check = certifier.certify();
        boolean atEnd =
                check.isLimitedByPolar()
                        ? !prospects.isWorthAppending(check.certificate().polar())
                        : state.attempt > 1 && prospects.isExhausted();
        boolean early = state.isCoarse() || isUnfinished() || control.mustStop();
        return atEnd && !early ? certifier.tighten(check) : check;
    }

    private boolean isUnfinished() {
        double finest = descent.finest();
        return finest > 0 && w.rank() > 0 && state.tolerance > Math.max(finest, UNFINISHED);
    }

    private void finishDescent() {
        beginDescent(0, 0);
        state.tolerance = Math.max(descent.finest(), UNFINISHED);
    }

    /** Lets a certificate follow without descent, which has nothing to add. */
    private void certifyNext() {
        state.leavePoint();
        state.attempt++;
        state.descending = false;
    }

    private void beginDescent(double gain, int appended) {
        state.leavePoint();
        if (!point.isSmall(gain)) {
            state.coarse = limit.worthDescending(appended) * gain / (state.objective + gain);
        } else if (state.isCoarse()) {
            // Before anything finer: the rest of the descent that was cut short.
            state.coarse = 0;
        } else {
            // Not for want of columns: the point is not close enough to a first-order one.
            double factor = gain > 0 ? SMALL_REFINEMENT : REFINEMENT;
            state.tolerance = Math.max(factor * state.tolerance, descent.finest());
        }
        state.attempt++;
        state.moved = false;
        state.idle = 0;
        state.descending = w.rank() > 0;
        limit.refine();
    }

    /**
     * Steps until a step lowers f by less than the tolerance; returns false if the solve must stop.
     */
    private boolean descend() {
        while (state.idle < descent.patience()) {
            if (control.mustStop()) {
                return false;
            }
            descendOnce();
            control.checkpoint(false);
        }
        state.descending = false;
        return !control.mustStop();
    }

    private void descendOnce() {
        double before = state.objective;
        control.clock().start();
        Events.@Nullable Iteration event = Events.beginIteration();
        double after;
        try {
            after = point.notNegative(descent.step(w));
            if (event != null) {
                event.end(w.rank(), after);
            }
        } finally {
            control.clock().endDescent(); // Of a step that is cut short, too.
        }
        state.iterations++;
        state.work += map.operations(w.rank());
        point.moved(after);
        double decrease = descent.decrease(before, after);
        state.objective = Math.min(before, after);
        state.moved |= decrease > 0;
        boolean lowers = decrease > state.accuracy() * after && !point.isAsGoodAsZero(after);
        state.idle = lowers ? 0 : state.idle + 1;
        control.onIteration();
    }
}
