package io.nadir.solver;

import io.nadir.model.Factors;

/** One of the ways to lower f(W) at a fixed number of columns; see {@link Descent#method}. */
public interface DescentMethod {
    /**
     * One step: replaces {@code w} by a point of no larger objective, at the very end, so that an
     * interruption leaves {@code w} as it was. Columns may become zero and be dropped.
     *
     * @return f at the new point
     */
    double step(Factors w);

    /**
     * By how much the last step lowered f: as measured, or where rounding hides that, as the step's
     * model of f predicted.
     */
    default double decrease(double before, double after) {
        return before - after;
    }

    /** Steps in a row that hardly lower f before descent has converged. */
    default int patience() {
        return 1;
    }

    /** To be called whenever {@code w} changed otherwise: forgets what earlier steps remembered. */
    void restart();
}
