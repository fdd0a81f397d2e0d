package io.nadir.model;

import java.io.Serial;

/** A proof was asked for whose matrices do not fit into the heap; nothing has been computed yet. */
public final class ProofMemoryException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1;

    ProofMemoryException(String message) {
        super(message);
    }
}
