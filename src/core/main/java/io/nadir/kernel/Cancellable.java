package io.nadir.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that cannot be interrupted, such as a call of LAPACK, for callers that can be: a daemon
 * thread does it while the caller's looks at its checkpoint. If that throws, the caller leaves at
 * once, and the thread comes to its end alone, with a result that nobody sees.
 */
final class Cancellable {
    private static final long MILLISECONDS = 5;

    private Cancellable() {}

    /**
     * Returns the result of the work.
     *
     * @param work throws unchecked exceptions only, which are passed on; must not share memory with
     *     the caller
     * @param checkpoint called every few milliseconds; may throw to leave
     */
    static <T> T call(Callable<T> work, Runnable checkpoint) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("nadir-decomposition").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(MILLISECONDS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    lookInterrupted(checkpoint);
                } catch (TimeoutException e) {
                    checkpoint.run();
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Lets the checkpoint see that the thread has been interrupted; if it goes on, so does this.
     */
    private static void lookInterrupted(Runnable checkpoint) {
        Thread.currentThread().interrupt();
        checkpoint.run();
        Thread.interrupted();
    }

    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e);
    }
}
