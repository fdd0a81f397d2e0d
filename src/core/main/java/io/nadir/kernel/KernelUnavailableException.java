package io.nadir.kernel;

import java.util.Objects;

/** An implementation that was asked for by name cannot run on this machine. */
public final class KernelUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what cannot run, and why.
     *
     * @param message the implementation and the reason, for the user to read
     * @param cause what the attempt to load it threw
     */
    public KernelUnavailableException(String message, Throwable cause) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(cause, "cause");

        super(message, cause);
    }
}
