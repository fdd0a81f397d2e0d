package io.nadir.cli.progress;

import io.nadir.certify.Certificate;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;

/** Combines two listeners; either may cancel. */
public record ListenerPair(SolveListener first, SolveListener second) implements SolveListener {
    @Override
    public boolean onIteration(Progress progress) {
        return first.onIteration(progress) && second.onIteration(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        return first.onCertificate(certificate, progress)
                && second.onCertificate(certificate, progress);
    }

    @Override
    public boolean boundsRefutedPoints() {
        return first.boundsRefutedPoints() || second.boundsRefutedPoints();
    }

    @Override
    public boolean onPolarBound(double upper, double sufficient, Progress progress) {
        return first.onPolarBound(upper, sufficient, progress)
                && second.onPolarBound(upper, sufficient, progress);
    }

    @Override
    public boolean onAppend(int columns, Progress progress) {
        return first.onAppend(columns, progress) && second.onAppend(columns, progress);
    }
}
