package io.nadir.cli;

import io.nadir.certify.Certificate;
import io.nadir.solver.Progress;
import io.nadir.solver.SolveListener;

import java.util.ArrayList;
import java.util.List;

/** Remembers where a solve has been. */
final class History implements SolveListener {
    private final List<Progress> steps = new ArrayList<>();

    /** All steps in order. */
    List<Progress> steps() {
        return List.copyOf(steps);
    }

    @Override
    public boolean onIteration(Progress progress) {
        return steps.add(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        return steps.add(progress);
    }

    @Override
    public boolean onAppend(int columns, Progress progress) {
        return steps.add(progress);
    }
}
