package io.nadir;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Numbers jobs in the order of an iterator, which is used by one thread at a time. Thread-safe.
 *
 * @param <T> the type of jobs
 */
final class JobSource<T> {
    private final Iterator<? extends T> jobs;

    /** Held while the iterator runs, which may take long, and by nobody who waits. */
    private final ReentrantLock lock = new ReentrantLock();

    private int begun; // Guarded by lock.

    JobSource(Iterator<? extends T> jobs) {
        this.jobs = jobs;
    }

    /**
     * A job and its number.
     *
     * @param <T> the type of jobs
     */
    record Numbered<T>(T job, int index) {}

    /**
     * Returns the next job; null if there is none, or the iterator fails. Before another thread may
     * ask, one of the two is told so.
     *
     * @param exhausted is told that there are no more jobs
     * @param failed is told what the iterator has thrown
     */
    @Nullable Numbered<T> next(Runnable exhausted, Consumer<Throwable> failed) {
        lock.lock();
        try {
            if (jobs.hasNext()) {
                return new Numbered<>(Objects.requireNonNull(jobs.next(), "job"), begun++);
            }
            exhausted.run();
            return null;
        } catch (RuntimeException | Error e) {
            failed.accept(e);
            return null;
        } finally {
            lock.unlock();
        }
    }
}
