package io.nadir.solver.loop;

import io.nadir.array.WorkInterruptedException;

import java.util.function.Supplier;

/** Completes a short piece of work even on a thread that has been interrupted. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * Returns the result of {@code work}. The thread's interrupt flag is cleared while the work
     * runs and set again when it ends. If another interrupt stops the work, the work is started
     * again.
     *
     * @param <T> type of the result
     * @throws WorkInterruptedException if {@code work} throws it for another reason than the
     *     interrupt flag
     */
    public static <T> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.get();
                } catch (WorkInterruptedException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
