package io.nadir.model;

import java.io.Serial;
import java.util.Objects;

/**
 * Thrown if the matrices of a requested proof do not fit into the heap, before anything has been
 * computed.
 */
public final class ProofMemoryException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    /** Creates an exception with a message that names the memory needed and the memory left. */
    public ProofMemoryException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
