package io.nadir.solver;

/**
 * The progress of a running solve. An immutable value.
 *
 * @param iteration the number of descent steps so far
 * @param rank the number of columns of the current point
 * @param objective f at the current point; {@link Double#MAX_VALUE} if f exceeds it
 * @param lowerBound the best lower bound of f* so far
 * @param seconds the wall-clock time since the start of the solve, in seconds
 */
public record Progress(
        int iteration, int rank, double objective, double lowerBound, double seconds) {}
