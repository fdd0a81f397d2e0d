package io.nadir.certify.point;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.kernel.Rounding;
import io.nadir.model.Evidence;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.PointValue;
import io.nadir.model.PolarBounds;
import io.nadir.model.PolarOracle;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.RelaxationBudget;

import org.jspecify.annotations.Nullable;

/** Decides about one point: bounds of its polar, the gap that follows from them, the verdict. */
final class PointCheck {
    /** The share of δ that is spent on a dual point near the scaled gradient. */
    private static final double NEARBY_SHARE = 0.1;

    private final FactorizationMap map;
    private final Factors w;
    private final CertificateRequest request;
    private final PolarOracle oracle;
    private final PointValue point;
    private final long start;

    /** The gap that is asked for. */
    private final double target;

    /** The upper bound of the polar at which the gap is {@code target}; 0 if there is none. */
    private final double sufficient;

    /** The upper bound that the oracle is asked for. */
    private final double enough;

    /** Whether a relaxation is known that has not yet done all that it can do. */
    private boolean relaxable;

    /** Whether bounds of a refuted point are as good as without a relaxation. */
    private boolean completed;

    /** Whether the gradient has been clipped. */
    private boolean clipped;

    /** The least gap that is known so far. */
    private double gap = Double.POSITIVE_INFINITY;

    PointCheck(
            FactorizationMap map,
            Factors w,
            CertificateRequest request,
            PolarOracle oracle,
            long start) {
        this.map = map;
        this.w = w;
        this.request = request;
        this.oracle = oracle;
        this.point = oracle.point();
        this.start = start;
        this.target = request.relativeGap() * point.objective();
        this.sufficient = point.largestUpper(target);
        this.enough = sufficient > 1 ? sufficient : 1 + request.relativeGap();
        this.relaxable = oracle.hasRelaxation();
    }

    PolarOracle oracle() {
        return oracle;
    }

    /** Bounds the polar and decides. */
    CheckedPoint decide() {
        Proof early = request.evidence() == Evidence.PROVED ? proveAtOnce() : null;
        if (early != null) {
            return decided(oracle.boundsSoFar(request.delta()), early);
        }
        PolarBounds bounds = null;
        double share = oracle.hasNearbyDual() ? NEARBY_SHARE * request.delta() : 0;
        if (oracle.hasNearbyDual()) {
            bounds = oracle.quickBounds(enough, share).withDelta(request.delta());
            gap = gap(bounds.upper());
            if (gap > target) {
                gap = Math.min(gap, oracle.gapToNearbyDual(target, share));
            }
            if (gap > target && bounds.lower() > enough) {
                // No bounds of the polar suffice.
                clip();
            }
        }
        if (bounds == null || gap > target) {
            double delta = request.delta() - 2 * share;
            bounds = oracle.bounds(enough, delta).withDelta(request.delta());
            gap = Math.min(gap, gap(bounds.upper()));
        }
        if (gap > target) {
            clip();
        }
        return decided(bounds);
    }

    /** A proof of the gap that is asked for, before there are bounds; null if none was found. */
    private @Nullable Proof proveAtOnce() {
        if (sufficient <= 1) {
            return null;
        }
        try {
            Proof proof = oracle.proveAtOnce(sufficient, target, request.delta());
            return proof != null && isWithin(proof.gap(), target(proof)) ? proof : null;
        } catch (OutOfMemoryError e) {
            // Bounds take less. A proof that is tried after them fails again, and says so.
            return null;
        }
    }

    /** Spends the work on bounds that {@link #decide} has left out at a refuted point. */
    CheckedPoint complete() {
        completed = true;
        PolarBounds bounds = oracle.refutedBounds(request.delta()).withDelta(request.delta());
        gap = Math.min(gap, gap(bounds.upper()));
        return decided(bounds);
    }

    private void clip() {
        if (!clipped) {
            gap = Math.min(gap, oracle.gapToClippedDual(target));
        }
        clipped = true;
    }

    /** Tightens the bounds of {@link #decide} by a relaxation, and decides anew. */
    CheckedPoint tighten(RelaxationBudget budget) {
        PolarBounds bounds =
                oracle.tighten(enough, request.delta(), budget).withDelta(request.delta());
        gap = Math.min(gap, gap(bounds.upper()));
        relaxable = budget.isSpent();
        return decided(bounds);
    }

    /** Returns an UNDECIDED certificate with the bounds that are known so far and a valid gap. */
    Certificate soFar() {
        PolarBounds bounds = oracle.boundsSoFar(request.delta());
        double known = point.gap(bounds.upper());
        return certificate(Verdict.UNDECIDED, bounds, point.objective(), known, false, 0);
    }

    private CheckedPoint decided(PolarBounds bounds) {
        if (request.evidence() == Evidence.PROVED && gap <= target) {
            return decided(bounds, oracle.prove(target));
        }
        return decided(bounds, point.objective(), target, gap, 0);
    }

    private CheckedPoint decided(PolarBounds bounds, Proof proof) {
        return decided(
                bounds.proved(proof.upper()),
                proof.objective(),
                target(proof),
                proof.gap(),
                proof.factorizations());
    }

    private double target(Proof proof) {
        return request.relativeGap() * proof.objective();
    }

    private static boolean isWithin(double known, double wanted) {
        // An objective bounded by infinity would have an infinite target.
        return known <= wanted && known < Double.POSITIVE_INFINITY;
    }

    private CheckedPoint decided(
            PolarBounds bounds, double objective, double wanted, double known, int factorizations) {
        Verdict verdict = verdict(isWithin(known, wanted));
        boolean hard = oracle.mayStayOpen() && verdict == Verdict.UNDECIDED;
        double below = point.gap(Math.max(1, bounds.lower()));
        boolean limited = hard && below <= wanted;
        PolarBounds shown = limited ? bounds.unrefuted() : bounds;
        boolean open = hard && point.gap(bounds.upper()) - below > wanted;
        boolean tightenable = open && relaxable;
        return new CheckedPoint(
                certificate(verdict, shown, objective, known, tightenable, factorizations),
                this,
                limited,
                open,
                verdict == Verdict.NOT_GLOBAL && !completed ? oracle.refutedCost() : 0);
    }

    private Verdict verdict(boolean within) {
        if (within) {
            return Verdict.GLOBAL;
        }
        return oracle.isRefuted() ? Verdict.NOT_GLOBAL : Verdict.UNDECIDED;
    }

    /**
     * Returns the better of two gaps: the one from sums that are already known, and the one from
     * the dual value, which costs one pass.
     */
    private double gap(double upper) {
        double known = point.gap(upper);
        if (map.loss().isDualBoundExact() || upper == Double.POSITIVE_INFINITY) {
            return known;
        }
        double dual = map.dualValue(w, Math.min(1, 1 / upper));
        return Math.min(known, point.gapToDual(dual, oracle.dualError(dual)));
    }

    private Certificate certificate(
            Verdict verdict,
            PolarBounds bounds,
            double objective,
            double known,
            boolean tightenable,
            int factorizations) {
        double seconds = 1e-9 * (System.nanoTime() - start);
        return new Certificate(
                verdict,
                bounds,
                objective,
                Math.max(0, Rounding.plusDown(objective, -known)),
                known,
                Certificate.relativeToObjective(known, objective),
                point.equilibrium(),
                point.columnEquilibrium(),
                sufficient,
                tightenable,
                new Certificate.Work(
                        oracle.passes(), oracle.krylovSteps(), factorizations, seconds));
    }
}
