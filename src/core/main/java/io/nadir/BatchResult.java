package io.nadir;

import io.nadir.solver.Solution;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What became of one job of a {@link Batch}: a solution or a failure. Immutable.
 *
 * @param job what the caller gave
 * @param index its position among all jobs, from 0
 * @param solution the solution, as {@link Nadir#solve(Problem, io.nadir.solver.SolverOptions)}
 *     returns it; null if there is none
 * @param failure what was thrown instead, by {@code solve} or when the problem was made; null if
 *     there is a solution
 * @param <T> the type of jobs
 */
public record BatchResult<T>(
        T job, int index, @Nullable Solution solution, @Nullable Throwable failure) {
    /**
     * Checks that there is a solution or a failure.
     *
     * @throws IllegalArgumentException if there are both or none, or if the index is negative
     */
    public BatchResult {
        Objects.requireNonNull(job, "job");

        if ((solution == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "solution = "
                            + solution
                            + " and failure = "
                            + failure
                            + ", allowed is one of them, the other null");
        }
        if (index < 0) {
            throw new IllegalArgumentException("index = " + index + ", allowed are 0 and more");
        }
    }

    /** Returns whether there is a solution, certified as the options ask for. */
    public boolean isCertified() {
        return solution != null && solution.certificate().isGlobal();
    }

    /**
     * Returns the solution.
     *
     * @throws IllegalStateException if there is none; its cause is the failure
     */
    public Solution orThrow() {
        Solution found = solution;
        if (found == null) {
            throw new IllegalStateException("job " + index + " failed: " + failure, failure);
        }
        return found;
    }
}
