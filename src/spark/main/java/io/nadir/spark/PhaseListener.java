package io.nadir.spark;

import io.nadir.certify.Certificate;
import io.nadir.solver.SolveListener;

/** Lets jobs be named after the phase of the solve that they belong to. */
final class PhaseListener implements SolveListener {
    private final JobNames names;
    private final SolveListener next;

    PhaseListener(JobNames names, SolveListener next) {
        this.names = names;
        this.next = next;
    }

    @Override
    public boolean onIteration(Progress progress) {
        return next.onIteration(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        return next.onCertificate(certificate, progress);
    }

    @Override
    public boolean boundsRefutedPoints() {
        return next.boundsRefutedPoints();
    }

    @Override
    public boolean onPolarBound(double upper, double sufficient, Progress progress) {
        return next.onPolarBound(upper, sufficient, progress);
    }

    @Override
    public boolean onAppend(int columns, Progress progress) {
        names.enter(JobNames.Phase.APPEND);
        return next.onAppend(columns, progress);
    }
}
