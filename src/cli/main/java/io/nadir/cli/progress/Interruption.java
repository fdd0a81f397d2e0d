package io.nadir.cli.progress;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Lets Ctrl-C end a solve early without losing it. While this object is open, a request to end the
 * process interrupts the solving thread; the process ends when the object is closed, after the
 * results have been written.
 */
public final class Interruption implements AutoCloseable {
    private final Thread solver = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interruptAndWait, "nadir-interruption");
    private boolean solving;
    private boolean requested;
    private boolean happened;

    public Interruption() {
        this(true);
    }

    private Interruption(boolean byProcess) {
        if (byProcess) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /**
     * Returns the interruption of one solve among others, whose thread is interrupted by whoever
     * runs them all when the process is to end.
     */
    public static Interruption ofOneAmongMany() {
        return new Interruption(false);
    }

    /** Calls {@code solve} on this thread, which no interrupt of this outlasts. */
    public <T> T during(Supplier<T> solve) {
        setSolving(true);
        try {
            return solve.get();
        } finally {
            setSolving(false);
            Thread.interrupted();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook with it.
        }
    }

    /** Whether a solve was told to end early. */
    public synchronized boolean happened() {
        return happened;
    }

    /** A request that came before the solve began ends it at once. */
    private synchronized void setSolving(boolean solving) {
        this.solving = solving;
        interruptIfDue();
    }

    /** Asks the solve to end, the one that is running or the next. */
    synchronized void interrupt() {
        requested = true;
        interruptIfDue();
    }

    private void interruptIfDue() {
        if (requested && solving) {
            happened = true;
            solver.interrupt();
        }
    }

    private void interruptAndWait() {
        interrupt();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
