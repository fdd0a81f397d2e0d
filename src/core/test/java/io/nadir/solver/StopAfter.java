package io.nadir.solver;

import io.nadir.solver.SolveListener.Progress;

/** Cancels a solve after some steps. */
public final class StopAfter implements SolveListener {
    private final int iterations;

    public StopAfter(int iterations) {
        this.iterations = iterations;
    }

    @Override
    public boolean onIteration(Progress progress) {
        return progress.iteration() < iterations;
    }
}
