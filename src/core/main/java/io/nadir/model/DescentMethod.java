package io.nadir.model;

import io.nadir.solver.Descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

    /** Share of the gap wanted: a step that lowers f by less is followed by a certificate. */
    default double closeEnough() {
        return 0.01;
    }

    /**
     * Share of what an append lowers f by: in the descent after it, a step that lowers f by less is
     * followed by a certificate already, since the next append will lower f by about as much. 0
     * where each descent is best carried on to {@link #closeEnough}: where steps are few, or a
     * certificate costs more than the steps that it saves.
     */
    default double worthDescending() {
        return 0;
    }

    /**
     * Writes what this remembers from step to step.
     *
     * @throws IOException if {@code out} throws it
     */
    void save(DataOutput out) throws IOException;

    /**
     * Makes this remember what {@link #save} wrote: the next step has the same bits.
     *
     * @throws IOException if {@code in} throws it
     */
    void load(DataInput in) throws IOException;

    /**
     * Columns whose append lowers f by less than this share of what the best one does are better
     * left to a later append: 0 where a step tells at once which columns stay, more where columns
     * too many cost many steps.
     */
    default double worthAppending() {
        return 0;
    }

    /**
     * Whether steps move mass slowly between columns that are nearly alike, so that small columns
     * appended beside others need their sizes from elsewhere.
     */
    default boolean isSlowToSize() {
        return false;
    }

    /** To be called whenever {@code w} changed otherwise: forgets what earlier steps remembered. */
    void restart();
}
