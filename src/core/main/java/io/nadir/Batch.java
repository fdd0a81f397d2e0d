package io.nadir;

import io.nadir.array.WorkInterruptedException;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Problems that are being solved side by side, made by {@link Nadir#solveAll}. Iterating gives the
 * results as they finish, and waits where there is none yet:
 *
 * {@snippet file="embedder/Examples.java" region="batch"}
 *
 * <p>A caller that takes results more slowly than they come makes the work wait: for n solves at
 * once there are never more than 2n problems in work and results not taken. So any number of jobs
 * needs the memory of a few.
 *
 * <p>The results can be iterated over once: {@link #iterator} always returns the same iterator,
 * which is for one thread. {@link #cancel} may be called by any thread.
 *
 * @param <T> the type of jobs
 */
public final class Batch<T> implements Iterable<Batch.Result<T>>, AutoCloseable {
    private final BatchQueue<T> queue;
    private final Iterator<Result<T>> results = new Taking();

    private Batch(BatchQueue<T> queue) {
        this.queue = queue;
    }

    /** Begins, see {@link Nadir#solveAll}. */
    static <T> Batch<T> begin(
            Iterator<? extends T> jobs,
            Function<? super T, Problem> problem,
            SolverOptions options,
            Executor executor,
            int atOnce) {
        requireForMany("resume", options.resume());
        requireForMany("checkpoints", options.checkpoints());
        BatchQueue<T> queue =
                new BatchQueue<>(
                        jobs, job -> Nadir.solve(problem.apply(job), options), executor, atOnce);
        queue.start();
        return new Batch<>(queue);
    }

    private static void requireForMany(String name, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(
                    name + " = " + value + ", allowed for many problems is null: it is for one");
        }
    }

    /**
     * Returns the results as they finish. Its {@code hasNext} waits for the next result, and
     * returns false when all jobs have theirs, or have been cancelled.
     *
     * <p>{@code hasNext} and {@code next} throw {@link WorkInterruptedException} if the thread is
     * interrupted while it waits; its interrupt flag stays set, and the work goes on until {@link
     * #cancel} or {@link #close}. They throw what the iteration over the jobs has thrown, after the
     * results of the jobs before; and {@link IllegalStateException} if the executor was shut down
     * before all jobs were done.
     */
    @Override
    public Iterator<Result<T>> iterator() {
        return results;
    }

    /**
     * Ends the work early and returns at once. No other job begins. Solves that are running end
     * within about 100 ms with the best points found so far, which the iteration still gives, with
     * {@link Solution.StopReason#INTERRUPTED}. Interrupting a thread of the executor does the same.
     */
    public void cancel() {
        queue.cancel();
    }

    /**
     * Cancels what is not finished, drops the results that were not taken, and waits until no
     * thread works for this batch any more. Leaves the executor open.
     */
    @Override
    public void close() {
        queue.close();
    }

    /** The results of the queue. */
    private final class Taking implements Iterator<Result<T>> {
        @Override
        public boolean hasNext() {
            return queue.awaitResult();
        }

        @Override
        public Result<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all results have been taken");
            }
            return queue.take();
        }
    }

    /**
     * What became of one job: a solution or a failure. Immutable.
     *
     * @param job what the caller gave
     * @param index its position among all jobs, from 0
     * @param solution the solution, as {@link Nadir#solve(Problem, io.nadir.solver.SolverOptions)}
     *     returns it; null if there is none
     * @param failure what was thrown instead, by {@code solve} or when the problem was made; null
     *     if there is a solution
     * @param <T> the type of jobs
     */
    public record Result<T>(
            T job, int index, @Nullable Solution solution, @Nullable Throwable failure) {
        /**
         * Checks that there is a solution or a failure.
         *
         * @throws IllegalArgumentException if there are both or none, or if the index is negative
         */
        public Result {
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
}
