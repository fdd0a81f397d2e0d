package io.nadir;

import io.nadir.Batch.Result;
import io.nadir.array.WorkInterruptedException;
import io.nadir.solver.Solution;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Takes jobs one after another, does each on a thread of an executor, and keeps the results until
 * somebody takes them. Each worker is one task of the executor, which takes jobs until there are no
 * more. Thread-safe.
 *
 * @param <T> the type of jobs
 */
final class BatchQueue<T> {
    /** How often to look whether the executor lives, while nothing happens. */
    private static final long LIFE_SIGN_MILLIS = 100;

    private final JobSource<T> jobs;
    private final Function<? super T, Solution> work;
    private final Executor executor;
    private final int atOnce;
    private final Thread owner = Thread.currentThread();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock:
    private final Queue<Result<T>> ready = new ArrayDeque<>();
    private final Set<Thread> solving = new HashSet<>();
    private int reserved;
    private boolean exhausted;
    private boolean cancelled;
    private boolean closed;
    private @Nullable Throwable broken;

    /**
     * Makes a queue; nothing is done yet.
     *
     * @param atOnce the number of workers
     */
    BatchQueue(
            Iterator<? extends T> jobs,
            Function<? super T, Solution> work,
            Executor executor,
            int atOnce) {
        this.jobs = new JobSource<>(jobs);
        this.work = work;
        this.executor = executor;
        this.atOnce = atOnce;
    }

    /**
     * Begins. An executor that takes fewer workers makes fewer do the work.
     *
     * @throws IllegalArgumentException if the executor runs tasks on the calling thread
     * @throws RejectedExecutionException if the executor takes no task
     */
    void start() {
        for (int worker = 0; worker < atOnce; worker++) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                if (worker == 0) {
                    throw e;
                }
                return;
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    private void run() {
        if (Thread.currentThread().equals(owner)) {
            throw new IllegalArgumentException(
                    "executor = "
                            + executor
                            + ", allowed are those that run tasks on threads other than the"
                            + " calling one, which is to take the results");
        }
        while (reserve()) {
            doNext();
        }
    }

    /** Waits until there is room for another job or result; returns false if no more are wanted. */
    private boolean reserve() {
        lock.lock();
        try {
            while (!exhausted && !cancelled && reserved + ready.size() >= 2 * (long) atOnce) {
                changed.await();
            }
            if (exhausted || cancelled) {
                return false;
            }
            reserved++;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Does the next job, if there is one, in the place that is reserved for it. */
    private void doNext() {
        Result<T> result = null;
        try {
            JobSource.Numbered<T> next = jobs.next(this::exhaust, this::breakOff);
            if (next != null && beginSolving()) {
                result = solve(next);
            }
        } finally {
            release(result);
        }
    }

    private void exhaust() {
        lock.lock();
        try {
            exhausted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void breakOff(Throwable problem) {
        lock.lock();
        try {
            broken = problem;
            exhausted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean beginSolving() {
        lock.lock();
        try {
            return !cancelled && solving.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    private Result<T> solve(JobSource.Numbered<T> next) {
        try {
            return new Result<>(next.job(), next.index(), work.apply(next.job()), null);
        } catch (RuntimeException | Error e) {
            return new Result<>(next.job(), next.index(), null, e);
        }
    }

    /**
     * Only an interrupt by {@link #cancel} ends here; one by others cancels, and goes on to them.
     */
    private void release(@Nullable Result<T> result) {
        lock.lock();
        try {
            boolean interruptible = solving.remove(Thread.currentThread());
            if (cancelled && interruptible) {
                Thread.interrupted();
            } else if (Thread.currentThread().isInterrupted()) {
                cancel();
            }
            reserved--;
            if (result != null && !closed) {
                ready.add(result);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a result.
     *
     * @return false if there will be none any more
     */
    boolean awaitResult() {
        lock.lock();
        try {
            while (ready.isEmpty()) {
                if (reserved == 0 && (exhausted || cancelled)) {
                    throwIfBroken();
                    return false;
                }
                if (!changed.await(LIFE_SIGN_MILLIS, TimeUnit.MILLISECONDS)) {
                    requireAlive();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkInterruptedException();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfBroken() {
        switch (broken) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }

    /** An executor that is shut down at once drops the workers that it has not begun. */
    private void requireAlive() {
        if (executor instanceof ExecutorService service
                && service.isTerminated()
                && reserved == 0
                && ready.isEmpty()) {
            throw new IllegalStateException("the executor was shut down before all jobs were done");
        }
    }

    /** Takes a result, which must be there. */
    Result<T> take() {
        lock.lock();
        try {
            Result<T> result = ready.remove();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the solves and begins no other. */
    void cancel() {
        lock.lock();
        try {
            if (!cancelled) {
                cancelled = true;
                solving.forEach(Thread::interrupt);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Cancels, drops the results, and waits for the workers, unless this is one of them. */
    void close() {
        lock.lock();
        try {
            closed = true;
            cancel();
            ready.clear();
            while (reserved > 0 && !solving.contains(Thread.currentThread())) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
