package io.nadir.cli.batch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Runs jobs side by side on a number of threads: first the small ones, each on one thread, or on
 * more if there are fewer jobs than threads; then those again that ran out of memory beside others,
 * and the large ones, one after the other on all threads.
 */
public final class SideBySide {
    private final int threads;
    private final Work work;
    private final Semaphore free;
    private final Queue<Job> tooLarge = new ConcurrentLinkedQueue<>();
    private volatile @Nullable IOException failure;

    /** What is done for a job. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @param alone whether no other job runs, so that there is no more memory to be had
         * @return false if it ran out of memory and is to be done again alone
         * @throws IOException if the batch cannot go on
         */
        boolean isDone(Job job, int threads, boolean alone) throws IOException;
    }

    /** Does {@code work} on so many threads. */
    public SideBySide(int threads, Work work) {
        this.threads = threads;
        this.work = work;
        this.free = new Semaphore(threads, true);
    }

    /**
     * Does the work for all jobs. Interrupting the thread interrupts the jobs that are running, and
     * no other begins.
     *
     * @return whether it was not interrupted
     * @throws IOException if {@code work} throws it
     */
    public boolean run(Collection<Job> jobs) throws IOException {
        Map<Boolean, List<Job>> bySize =
                jobs.stream().collect(Collectors.partitioningBy(Job::isLarge));
        List<Job> small = bySize.getOrDefault(false, List.of());
        List<Job> large = bySize.getOrDefault(true, List.of());
        boolean finished = true;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                begin(small, Math.max(1, threads / Math.max(1, small.size())), pool);
                begin(List.copyOf(tooLarge), threads, pool);
                begin(large, threads, pool);
            } catch (InterruptedException e) {
                finished = false;
                pool.shutdownNow();
            }
        }
        IOException problem = failure;
        if (problem != null) {
            throw problem;
        }
        return finished;
    }

    private void begin(List<Job> jobs, int each, ExecutorService pool) throws InterruptedException {
        for (Job job : jobs) {
            free.acquire(each);
            if (failure != null) {
                free.release(each);
                return;
            }
            pool.execute(() -> work(job, each));
        }
        free.acquire(threads); // All have ended.
        free.release(threads);
    }

    private void work(Job job, int each) {
        try {
            if (!work.isDone(job, each, each == threads)) {
                tooLarge.add(job);
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            free.release(each);
        }
    }
}
