package io.nadir.array;

import java.io.Serial;

/**
 * Thrown when the thread that asked for the work was interrupted, or when the time limit that it
 * had set for the work has passed. In the first case the thread's interrupt flag is still set.
 */
public final class WorkInterruptedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** Creates the exception. */
    public WorkInterruptedException() {
        super("work interrupted, or out of time");
    }
}
