package io.nadir.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A method that lowers f(W) at a fixed number of columns. {@link ModelFamily#descents} offers the
 * methods of a family; {@link io.nadir.solver.SolverOptions#withDescent} selects one. An instance
 * serves one solve. Not thread-safe.
 */
public interface DescentMethod {
    /**
     * Makes one step: replaces {@code w} by a point whose objective is not larger. The replacement
     * must be the last thing that happens, so that an interruption leaves {@code w} unchanged.
     * Columns may become zero and be dropped.
     *
     * @param w the point; replaced
     * @return f at the new point
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted; {@code w} is
     *     then unchanged
     */
    double step(Factors w);

    /**
     * Returns how much the last step lowered f: the measured difference, or, if rounding errors
     * hide that, the prediction of the step's model of f.
     *
     * @param before f before the step
     * @param after f after the step
     */
    default double decrease(double before, double after) {
        return before - after;
    }

    /**
     * Returns the number of consecutive steps that hardly lower f after which descent counts as
     * converged.
     */
    default int patience() {
        return 1;
    }

    /**
     * Returns a share of the requested gap: descent counts as converged, and a certificate follows,
     * when steps lower f by less than that.
     */
    default double closeEnough() {
        return 0.01;
    }

    /**
     * Returns a share of the decrease that an append has achieved. In the descent after an append,
     * steps that lower f by less than that share are already followed by a certificate, because the
     * next append will lower f by about as much. Return 0 if it is best always to descend to {@link
     * #closeEnough}: if steps are few, or a certificate costs more than the steps that it saves.
     *
     * @param appended the number of columns that were appended; after many, more will follow
     */
    default double worthDescending(int appended) {
        return 0;
    }

    /**
     * Returns the relative decrease of f in a step that is not worth making, however close the
     * point should come to a first-order point: descent then counts as exhausted, and the sizes of
     * the columns are minimized instead. Return more than 0 if steps creep, as they do where f has
     * many kinks, and 0 if they converge.
     */
    default double finest() {
        return 0;
    }

    /**
     * Writes what the method remembers from step to step, for a checkpoint.
     *
     * @throws IOException if {@code out} throws it
     */
    void save(DataOutput out) throws IOException;

    /**
     * Restores what {@link #save} wrote; the next step then has the same bits as without
     * interruption.
     *
     * @throws IOException if {@code in} throws it
     */
    void load(DataInput in) throws IOException;

    /**
     * Returns a share of the best column's decrease of f. Columns whose append lowers f by less
     * than that are left to a later append. Return 0 if a step finds out at once which columns
     * stay, and more if superfluous columns cost many steps.
     */
    default double worthAppending() {
        return 0;
    }

    /**
     * Returns whether steps move mass only slowly between nearly equal columns, so that the solver
     * should determine the sizes of small appended columns by other means.
     */
    default boolean isSlowToSize() {
        return false;
    }

    /**
     * Forgets what earlier steps remembered. The solver calls it whenever {@code w} was changed by
     * anything but {@link #step}.
     */
    void restart();
}
