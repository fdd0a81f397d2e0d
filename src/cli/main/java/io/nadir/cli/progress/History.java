package io.nadir.cli.progress;

import io.nadir.certify.Certificate;
import io.nadir.cli.report.LambdaMax;
import io.nadir.solver.SolveListener;
import io.nadir.solver.SolveListener.Progress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Remembers where a solve has been. */
public final class History implements SolveListener {
    private final List<Progress> steps = new ArrayList<>();
    private @Nullable Certificate zero;

    /** All steps in order. */
    public List<Progress> steps() {
        return List.copyOf(steps);
    }

    /** Bounds of λ_max for a solve with {@code lambda}, null if it was never at rank 0. */
    public @Nullable LambdaMax lambdaMax(double lambda) {
        return zero == null ? null : LambdaMax.of(zero, lambda);
    }

    @Override
    public boolean onIteration(Progress progress) {
        return steps.add(progress);
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        if (progress.rank() == 0 && zero == null) {
            zero = certificate;
        }
        return steps.add(progress);
    }

    @Override
    public boolean onAppend(int columns, Progress progress) {
        return steps.add(progress);
    }
}
