package io.nadir.array;

import java.util.function.Supplier;

/** Lets a short piece of work finish on a thread that has been interrupted. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * The result of {@code work}, with the thread's interrupt flag put aside while it runs and set
     * again when it ends. Work that another interrupt stops meanwhile is begun again.
     *
     * @param <T> type of the result
     * @throws WorkInterruptedException if the work ends with it for another reason than the flag
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
