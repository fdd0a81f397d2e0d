package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.solver.Solution.StopReason;

import java.util.Objects;

/**
 * Observes a solve and can cancel it. All methods are called on the thread that solves. If one
 * returns false, the solve ends with {@link StopReason#CANCELLED} and the best point so far.
 */
public interface SolveListener {
    /** A listener that ignores every event and never cancels. */
    SolveListener NONE = new SolveListener() {};

    /**
     * Called after each descent step.
     *
     * @return false to cancel the solve
     */
    default boolean onIteration(Progress progress) {
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /**
     * Called after each certificate.
     *
     * @return false to cancel the solve
     */
    default boolean onCertificate(Certificate certificate, Progress progress) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /**
     * Returns whether certificates of refuted points are to have bounds as good as those of {@link
     * io.nadir.Nadir#certify}, which may take most of a solve. Otherwise, where such a bound takes
     * work and the solve goes on with another column, most certificates have a valid upper bound of
     * the polar that was known without work; the last certificate of a solve has a good one. Better
     * bounds may make later tolerances tighter, so that a solve may take other steps; it is as good
     * either way. By default false.
     */
    default boolean boundsRefutedPoints() {
        return false;
    }

    /**
     * Called when a relaxation has found a better upper bound of the polar, see {@link
     * io.nadir.model.Effort}.
     *
     * @param upper the bound
     * @param sufficient the bound that would suffice
     * @return false to cancel the solve
     */
    default boolean onPolarBound(double upper, double sufficient, Progress progress) {
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /**
     * Called after columns have been appended.
     *
     * @param columns the number of columns appended
     * @return false to cancel the solve
     */
    default boolean onAppend(int columns, Progress progress) {
        Objects.requireNonNull(progress, "progress");

        return true;
    }

    /**
     * The progress of a running solve. An immutable value.
     *
     * @param iteration the number of descent steps so far
     * @param rank the number of columns of the current point
     * @param objective f at the current point; {@link Double#MAX_VALUE} if f exceeds it
     * @param lowerBound the best lower bound of f* so far
     * @param seconds the wall-clock time since the start of the solve, in seconds
     */
    record Progress(int iteration, int rank, double objective, double lowerBound, double seconds) {}
}
