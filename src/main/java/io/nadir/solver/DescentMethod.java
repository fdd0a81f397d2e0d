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
     * Columns whose append lowers f by less than this share of what the best one does are better
     * left to a later append: 0 where a step tells at once which columns stay, more where columns
     * too many cost many steps.
     */
    default double worthAppending() {
        return 0;
    }

    /** To be called whenever {@code w} changed otherwise: forgets what earlier steps remembered. */
    void restart();
}
