package io.nadir.kernel;

import io.nadir.array.Scratch;
import io.nadir.array.WorkInterruptedException;
import io.nadir.check.Checks;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share indexed tasks: the caller's, and up to {@code threads − 1} of a pool that is
 * the caller's or this object's own.
 *
 * <p>Which thread runs which task is not determined; tasks that write only what belongs to their
 * index therefore give the same bits for every number of threads. With one thread, {@link #run}
 * starts nothing and allocates nothing.
 *
 * <p>Interruption: {@link Context#checkCancelled} and the start of each task notice that the thread
 * which called {@link #run} was interrupted or its time has passed, leave its flag as it is and
 * throw {@link WorkInterruptedException} out of {@code run}, after all its tasks have stopped.
 *
 * <p>One {@code run} at a time; not thread-safe.
 */
public final class Workers implements AutoCloseable {
    private final int threads;
    private final @Nullable Executor executor;
    private final @Nullable ExecutorService ownPool;
    private final Context[] contexts;

    /** {@link System#nanoTime} after which work is cancelled, as a difference to this origin. */
    private final long origin = System.nanoTime();

    private volatile long limit = Long.MAX_VALUE;

    /**
     * Makes workers.
     *
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads of this object's own, which
     *     {@link #close} ends
     */
    public Workers(int threads, @Nullable Executor executor) {
        this.threads = Checks.positive("threads", threads);
        this.ownPool = threads > 1 && executor == null ? newPool(threads - 1) : null;
        this.executor = executor == null ? ownPool : executor;
        this.contexts = new Context[threads];
        for (int i = 0; i < threads; i++) {
            contexts[i] = new Context(this);
        }
    }

    /** The calling thread alone. */
    public static Workers single() {
        return new Workers(1, null);
    }

    /** Number of threads, the caller's included. */
    public int threads() {
        return threads;
    }

    /**
     * Runs tasks 0 to {@code count − 1} and returns when all have ended.
     *
     * @throws WorkInterruptedException if this thread was interrupted or the time has passed; some
     *     tasks did not run then
     */
    public void run(int count, Task task) {
        if (threads == 1 || count <= 1) {
            Context context = contexts[0].enter(null);
            for (int i = 0; i < count; i++) {
                context.checkCancelled();
                task.run(i, context);
            }
            return;
        }
        Run run = new Run(count, task, Thread.currentThread());
        for (int i = 1; i < Math.min(threads, count); i++) {
            submit(run, contexts[i].enter(run));
        }
        run.work(contexts[0].enter(run));
        run.awaitOthers();
    }

    /**
     * Sets a time limit: work that runs later than {@code nanos} nanoseconds from now is cancelled,
     * as if by an interruption.
     */
    public void cancelAfter(long nanos) {
        long now = System.nanoTime() - origin;
        limit = nanos < Long.MAX_VALUE - now ? now + nanos : Long.MAX_VALUE;
    }

    /**
     * Checks for cancellation; to be called by long work outside of tasks.
     *
     * @throws WorkInterruptedException if this thread was interrupted or the time limit has passed
     */
    public void checkCancelled() {
        if (Thread.currentThread().isInterrupted() || isLate()) {
            throw new WorkInterruptedException();
        }
    }

    private boolean isLate() {
        return System.nanoTime() - origin > limit;
    }

    /** Ends the threads that this object has created; a caller's executor is not affected. */
    @Override
    public void close() {
        if (ownPool != null) {
            ownPool.shutdownNow();
        }
    }

    private void submit(Run run, Context context) {
        try {
            Objects.requireNonNull(executor).execute(() -> run.join(context));
        } catch (RejectedExecutionException full) {
            // Nothing is lost: the calling thread runs every task that no other thread takes.
            return;
        }
    }

    private static ExecutorService newPool(int size) {
        return Executors.newFixedThreadPool(
                size, Thread.ofPlatform().daemon().name("nadir-worker-", 0).factory());
    }

    /** A task, given its index. */
    @FunctionalInterface
    public interface Task {
        /** Does the work of index {@code index}; {@code context} belongs to the running thread. */
        void run(int index, Context context);
    }

    /** What a running task may use: scratch memory of its thread and the cancellation check. */
    public static final class Context {
        private final Scratch scratch = new Scratch();
        private final Workers workers;
        private @Nullable Run run;

        private Context(Workers workers) {
            this.workers = workers;
        }

        private Context enter(@Nullable Run current) {
            this.run = current;
            return this;
        }

        /** Working memory of the running thread. */
        public Scratch scratch() {
            return scratch;
        }

        /**
         * Returns unless the thread that called {@link Workers#run} has been interrupted or the
         * time has passed; to be called every few milliseconds.
         *
         * @throws WorkInterruptedException if it has
         */
        public void checkCancelled() {
            if (run == null) {
                workers.checkCancelled();
            } else if (run.cancelled() || workers.isLate()) {
                throw new WorkInterruptedException();
            }
        }
    }

    /** One call of {@link Workers#run} with several threads. */
    private static final class Run {
        private final int count;
        private final Task task;
        private final Thread owner;
        private final AtomicInteger next = new AtomicInteger();

        /** The number of threads inside {@link #work}; negative once no more may enter. */
        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Run(int count, Task task, Thread owner) {
            this.count = count;
            this.task = task;
            this.owner = owner;
        }

        boolean cancelled() {
            return failure.get() != null || owner.isInterrupted();
        }

        /** Called on another thread, perhaps long after the run has ended. */
        void join(Context context) {
            int now = inside.get();
            while (now >= 0 && !inside.compareAndSet(now, now + 1)) {
                now = inside.get();
            }
            if (now < 0) {
                return;
            }
            work(context);
            inside.decrementAndGet();
            LockSupport.unpark(owner);
        }

        void work(Context context) {
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    context.checkCancelled();
                    task.run(i, context);
                }
            } catch (Throwable thrown) {
                // Later ones are its echo: threads that found the work cancelled.
                failure.compareAndSet(null, thrown);
            }
        }

        void awaitOthers() {
            while (!inside.compareAndSet(0, Integer.MIN_VALUE)) {
                // Spurious wake-ups and the owner's interrupt only repeat the test.
                LockSupport.parkNanos(this, 100_000);
            }
            rethrow(failure.get());
        }

        private static void rethrow(@Nullable Throwable thrown) {
            switch (thrown) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(thrown);
            }
        }
    }
}
