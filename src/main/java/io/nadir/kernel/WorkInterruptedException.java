package io.nadir.kernel;

import java.io.Serial;

/** The thread that asked for work was interrupted; its interrupt flag is still set. */
public final class WorkInterruptedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** Makes the exception. */
    public WorkInterruptedException() {
        super("interrupted");
    }
}
