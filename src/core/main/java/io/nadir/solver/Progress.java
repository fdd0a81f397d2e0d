package io.nadir.solver;

/**
 * Where a solve is.
 *
 * @param iteration descent steps so far
 * @param rank columns of the point
 * @param objective f at the point, finite: {@link Double#MAX_VALUE} where it is beyond that
 * @param lowerBound the best lower bound on f* so far
 * @param seconds wall-clock time since the start
 */
public record Progress(
        int iteration, int rank, double objective, double lowerBound, double seconds) {}
