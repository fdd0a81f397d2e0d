package io.nadir.solver.loop;

import io.nadir.certify.Certificate;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.model.DescentMethod;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolverOptions;

import java.time.Duration;

/**
 * What a solve does at its largest rank, be it a limit or the number of columns that is wanted:
 * descend further, and tell what more columns would gain.
 */
final class RankLimit {
    /** The share of the usual tolerance of descent at the largest rank. */
    private static final double REFINED = 0.01;

    /**
     * The share of the decrease by an append that steps have to achieve where more columns follow
     * anyway, because the rank is fixed.
     */
    private static final double ON_THE_WAY = 0.1;

    /** Certificates of points with more columns, for a lower bound of f*. */
    private static final int MOST_BEYOND = 3;

    private final SolverOptions options;
    private final DescentMethod descent;
    private final CurrentPoint point;
    private final ColumnChanges columns;
    private final SolveControl control;
    private final LoopState state;
    private final Factors w;

    /** How much another column gains at least, where the number of columns ended the solve. */
    private double nextColumn;

    RankLimit(
            SolverOptions options,
            DescentMethod descent,
            CurrentPoint point,
            ColumnChanges columns,
            SolveControl control) {
        this.options = options;
        this.descent = descent;
        this.point = point;
        this.columns = columns;
        this.control = control;
        this.state = point.state();
        this.w = point.w();
    }

    /** Throws if a start has more columns than are wanted. */
    static void requireFit(SolverOptions options, Factors start) {
        if (options.isRankFixed() && start.rank() > options.maxRank()) {
            throw new IllegalArgumentException(
                    "rank = %s, allowed with a start of %s columns is at least that"
                            .formatted(options.maxRank(), start.rank()));
        }
    }

    /** See {@link Solution#nextColumn}. */
    double nextColumn() {
        return nextColumn;
    }

    /** Moves to a start with the number of columns that is wanted, if one is known. */
    void start() {
        if (options.isRankFixed() && options.resume() == null && w.rank() == 0) {
            columns.start();
            refine();
        }
    }

    /** At the largest rank nothing but steps lowers f any more. */
    void refine() {
        if (w.rank() > 0 && w.rank() >= options.maxRank()) {
            double fine = REFINED * descent.closeEnough() * options.relativeGap();
            state.tolerance = Math.max(Math.min(state.tolerance, fine), descent.finest());
        }
    }

    /** The share of what an append lowered f by that a step is to achieve after it. */
    double worthDescending(int appended) {
        double share = descent.worthDescending(appended);
        return options.isRankFixed() ? Math.max(share, ON_THE_WAY) : share;
    }

    /** Ends a solve that would need another column. */
    StopReason end(CheckedPoint check) {
        nextColumn = columns.nextGain(check);
        if (!options.isRankFixed()) {
            return StopReason.MAX_RANK;
        }
        // A certificate with a proof takes no bound that is not proved.
        boolean proved = check.certificate().polar().evidence() == Evidence.PROVED;
        if (proved || !check.hasExactPolar()) {
            return StopReason.FIXED_RANK;
        }
        control.clock().start();
        StopReason reason = lookBeyond();
        control.clock().endCertify();
        return reason == StopReason.INTERRUPTED ? reason : StopReason.FIXED_RANK;
    }

    /** Where the rank is fixed, a descent that has converged has done what was asked for. */
    StopReason orFixedRank(StopReason reason) {
        boolean converged = reason == StopReason.UNDECIDED || reason == StopReason.ROUNDING;
        return options.isRankFixed() && converged ? StopReason.FIXED_RANK : reason;
    }

    /**
     * Finds a lower bound of f* by going on from here without a limit for a while: the closer to
     * the minimum a point is, the better is its bound. The point stays as it is. Where the polar is
     * hard, a better point hardly has a better bound.
     */
    private StopReason lookBeyond() {
        Duration left = options.timeLimit().minusNanos((long) (1e9 * control.clock().total()));
        if (left.isNegative() || left.isZero()) {
            return StopReason.TIME_LIMIT;
        }
        SolverOptions beyond =
                options.withMaxRank(Integer.MAX_VALUE)
                        .withStart(w)
                        .withCheckpoints(null)
                        .withResume(null)
                        .withListener(new Few())
                        .withTimeLimit(left)
                        .withEvidence(Evidence.PROBABLE)
                        // What certificates of this solve have left.
                        .withDelta(
                                options.delta() * Math.max(Math.pow(0.5, state.attempt), 1e-100));
        Solution further = new GlobalSolver(point.objective(), beyond).solve();
        state.lowerBound = Math.max(state.lowerBound, further.certificate().lowerBound());
        point.certified(
                point.certificate().withLowerBound(point.safeLowerBound(), point.rounding()));
        return further.stopReason();
    }

    /** Ends a solve after a few certificates. */
    private static final class Few implements SolveListener {
        private int seen;

        @Override
        public boolean onCertificate(Certificate certificate, Progress progress) {
            return ++seen < MOST_BEYOND;
        }
    }
}
