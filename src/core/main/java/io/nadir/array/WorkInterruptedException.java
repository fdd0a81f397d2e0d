package io.nadir.array;

import java.io.Serial;

/**
 * The thread that asked for work was interrupted, and its interrupt flag is still set, or the time
 * that it had set for the work has passed.
 */
public final class WorkInterruptedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** Makes the exception. */
    public WorkInterruptedException() {
        super("work interrupted, or out of time");
    }
}
