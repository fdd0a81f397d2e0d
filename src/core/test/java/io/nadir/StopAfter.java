package io.nadir;

import io.nadir.solver.Progress;
import io.nadir.solver.SolveListener;

/** Cancels a solve after some steps. */
final class StopAfter implements SolveListener {
    private final int iterations;

    StopAfter(int iterations) {
        this.iterations = iterations;
    }

    @Override
    public boolean onIteration(Progress progress) {
        return progress.iteration() < iterations;
    }
}
