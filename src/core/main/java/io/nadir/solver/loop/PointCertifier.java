package io.nadir.solver.loop;

import io.nadir.array.WorkInterruptedException;
import io.nadir.certify.Certificate;
import io.nadir.certify.point.CertificateRequest;
import io.nadir.certify.point.Certifier;
import io.nadir.certify.point.CheckedPoint;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.solver.SolverOptions;

/** Certifies the current point of a solve. */
final class PointCertifier {
    private final Certifier certifier;
    private final SolverOptions options;
    private final CurrentPoint point;
    private final LoopState state;
    private final Factors w;
    private final SolveControl control;

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
        control.clock().start();
        Events.Certified event = new Events.Certified();
        event.begin();
        // δ/2 + δ/4 + …: all certificates of a solve together fail with probability at most δ.
        double share = options.delta() * Math.max(Math.pow(0.5, state.attempt), 1e-100);
        CheckedPoint check;
        Certificate found;
        try {
            check = check(share);
            if (check.certificate().isGlobal()) {
                point.objective().map().data().requireUnchanged();
            }
            found = ofWholeSolve(check.certificate());
            event.end(found);
        } finally {
            control.clock().endCertify(); // Of a certificate that is cut short, too.
        }
        point.certified(found);
        state.objective = found.objective();
        state.lowerBound = Math.max(state.lowerBound, found.lowerBound());
        control.onCertificate(found);
        return check;
    }

    /**
     * Certifies the current point. If that is interrupted or runs out of memory, the bounds found
     * so far are kept.
     */
    private CheckedPoint check(double delta) {
        running = true;
        try {
            CertificateRequest request =
                    new CertificateRequest(
                            options.relativeGap(), options.evidence(), delta, options.seed());
            CheckedPoint check = certifier.check(w, request);
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
