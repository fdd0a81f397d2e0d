package io.nadir.kernel;

import java.util.Objects;

/** An iterative factorization stopped without reaching its own accuracy; nothing was returned. */
public final class NoConvergenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what did not converge.
     *
     * @param message operation, implementation and shape
     */
    public NoConvergenceException(String message) {
        Objects.requireNonNull(message, "message");

        super(message);
    }
}
