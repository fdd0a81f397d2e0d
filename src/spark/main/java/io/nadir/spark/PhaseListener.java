package io.nadir.spark;

import io.nadir.certify.Certificate;
import io.nadir.solver.Solution;
import io.nadir.solver.SolveListener;

/**
 * Lets jobs be named after the phase of the solve that they belong to, and posts its progress on
 * the listener bus of Spark.
 */
final class PhaseListener implements SolveListener {
    private final JobNames names;
    private final SolveListener next;

    PhaseListener(JobNames names, SolveListener next) {
        this.names = names;
        this.next = next;
    }

    @Override
    public boolean onIteration(Progress progress) {
        names.post("descent", progress, "");
        return next.onIteration(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        names.post("certificate", progress, certificate.verdict().name());
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
        names.post("append", progress, Integer.toString(columns));
        return next.onAppend(columns, progress);
    }

    /** Posts the end of the solve. */
    void ended(Solution solution) {
        Certificate certificate = solution.certificate();
        names.post(
                "end",
                new Progress(
                        solution.iterations(),
                        solution.rank(),
                        certificate.objective(),
                        certificate.lowerBound(),
                        solution.seconds().total()),
                solution.stopReason().name());
    }
}
