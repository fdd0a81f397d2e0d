package io.nadir.kernel;

/** An iterative factorization stopped without reaching its own accuracy; nothing was returned. */
public final class NoConvergenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what did not converge.
     *
     * @param message operation, implementation and shape
     */
    public NoConvergenceException(String message) {
        super(message);
    }
}
