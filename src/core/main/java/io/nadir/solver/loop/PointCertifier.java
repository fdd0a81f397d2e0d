package io.nadir.solver.loop;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.RelaxationBudget;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Certifies the current point of a solve. */
final class PointCertifier {
    /** The share of the work of a solve that bounds may take which it does not need. */
    private static final double BOUND_SHARE = 0.05;

    private final Certifier certifier;
    private final SolverOptions options;
    private final CurrentPoint point;
    private final LoopState state;
    private final Factors w;
    private final SolveControl control;

    /** The check of the last certificate, if it is not complete. */
    private @Nullable CheckedPoint incomplete;

    /** Whether a certificate is being computed; a failure then leaves the point unchanged. */
    private boolean running;

    PointCertifier(
            Certifier certifier, SolverOptions options, CurrentPoint point, SolveControl control) {
        this.certifier = certifier;
        this.options = options;
        this.point = point;
        this.state = point.state();
        this.w = point.w();
        this.control = control;
    }

    boolean isRunning() {
        return running;
    }

    /** Throws, before any work is done, if a proof is requested for a model that has none. */
    void requireProof() {
        if (w.rank() > 0 && options.evidence() == Evidence.PROVED) {
            certifier.requireProof();
        }
    }

    /** Returns the certificate of the point, and what is needed to improve the point. */
    CheckedPoint certify() {
        // δ/2 + δ/4 + …: all certificates of a solve together fail with probability at most δ.
        double share = options.delta() * Math.max(Math.pow(0.5, state.attempt), 1e-100);
        CertificateRequest request =
                new CertificateRequest(
                        options.relativeGap(), options.evidence(), share, options.seed());
        boolean tightens = state.operationsLeft(options.effort()) > 0;
        // Columns that left nothing to descend were all that exceeded λ.
        boolean complete = state.iterations == 0 && state.attempt > 1;
        state.certificateBound = 0;
        CheckedPoint check = timed(() -> bounded(certifier.check(w, request, tightens, complete)));
        state.certificateWork = check.certificate().work().passes() * operations();
        incomplete = check.completionCost() > 0 ? check : null;
        return check;
    }

    /**
     * Completes the bounds at a refuted point where they are shown, and otherwise as long as that
     * is a small share of the work, so that a long solve has a lower bound of f* on the way.
     */
    private CheckedPoint bounded(CheckedPoint check) {
        double cost = check.completionCost();
        boolean last = w.rank() >= options.maxRank() && !state.isCoarse();
        boolean shown = w.rank() == 0 || last || options.listener().boundsRefutedPoints();
        if (!shown && state.boundWork + cost > BOUND_SHARE * state.work) {
            return check;
        }
        state.certificateBound = shown ? 0 : cost;
        return certifier.complete(check);
    }

    /**
     * Completes the bounds of the point where the solve ends, if its certificate was the last that
     * happened and left them out.
     */
    void completeLast() {
        CheckedPoint check = incomplete;
        incomplete = null;
        if (check == null || !point.isCertified()) {
            return;
        }
        control.clock().start();
        running = true; // If this is cut short, the certificate stays as it is.
        try {
            Certificate found = certifier.complete(check).certificate();
            running = false;
            state.lowerBound = Math.max(state.lowerBound, found.lowerBound());
            point.certified(withBestLowerBound(ofWholeSolve(found)));
        } finally {
            control.clock().endCertify();
        }
    }

    /**
     * Returns the check after a relaxation has tightened its bounds; the same one if no relaxation
     * is known, or the effort allows none.
     */
    CheckedPoint tighten(CheckedPoint check) {
        double left = state.operationsLeft(options.effort());
        if (!check.isTightenable() || !(left > 0)) {
            return check;
        }
        double sufficient = check.certificate().sufficient();
        RelaxationBudget budget =
                new RelaxationBudget(left, upper -> control.onPolarBound(upper, sufficient));
        CheckedPoint tightened = timed(() -> certifier.tighten(check, budget));
        state.certificateRelaxation += budget.spent();
        return tightened;
    }

    /** Returns the number of floating-point operations of a pass over the data. */
    private double operations() {
        return point.objective().map().operations(w.rank());
    }

    private CheckedPoint timed(Supplier<CheckedPoint> work) {
        control.clock().start();
        Events.@Nullable Certified event = Events.beginCertificate();
        CheckedPoint check;
        Certificate found;
        try {
            check = unlessInterrupted(work);
            if (check.certificate().isGlobal()) {
                point.objective().map().requireUnchanged();
            }
            found = ofWholeSolve(check.certificate());
            if (event != null) {
                event.end(found);
            }
        } finally {
            control.clock().endCertify(); // Of a certificate that is cut short, too.
        }
        state.objective = found.objective();
        state.lowerBound = Math.max(state.lowerBound, found.lowerBound());
        found = withBestLowerBound(found);
        point.certified(found);
        control.onCertificate(found);
        return check;
    }

    /**
     * Returns the certificate with the best lower bound of f* that the solve has found, perhaps at
     * an earlier point on which more work was spent; unless that would mix a proof with bounds that
     * are not.
     */
    private Certificate withBestLowerBound(Certificate found) {
        return found.isGlobal() || found.polar().evidence() == Evidence.PROVED
                ? found
                : found.withLowerBound(point.safeLowerBound(), point.rounding());
    }

    /** If the check is interrupted or runs out of memory, the bounds found so far are kept. */
    private CheckedPoint unlessInterrupted(Supplier<CheckedPoint> work) {
        running = true;
        try {
            CheckedPoint check = work.get();
            running = false;
            return check;
        } catch (WorkInterruptedException | OutOfMemoryError e) {
            Certificate found = certifier.interrupted();
            point.certified(
                    found == null
                            ? null
                            : ofWholeSolve(found)
                                    .withLowerBound(point.safeLowerBound(), point.rounding()));
            throw e;
        }
    }

    /** Returns the certificate with the δ of all certificates of the solve together. */
    private Certificate ofWholeSolve(Certificate found) {
        return found.polar().evidence() == Evidence.PROVED
                ? found
                : found.withDelta(options.delta());
    }
}
