package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Thrown if a matrix does not fit into the memory that this Java virtual machine may use. */
public final class InsufficientMemoryException extends IOException {
    private static final long serialVersionUID = 1;

    private static final double GIBIBYTE = 1 << 30;

    /**
     * Creates the exception.
     *
     * @param name the name of the file or stream
     * @param bytes the memory that the elements of the matrix take; null if unknown
     * @param cause the error that occurred; null if there was none
     */
    InsufficientMemoryException(
            String name, @Nullable Long bytes, @Nullable OutOfMemoryError cause) {
        super(
                String.format(
                        "%s: the matrix %s, more than the heap of at most %.3g GiB can hold",
                        name,
                        bytes == null
                                ? "does not fit into memory"
                                : String.format("takes %.3g GiB", bytes / GIBIBYTE),
                        Runtime.getRuntime().maxMemory() / GIBIBYTE),
                cause);
    }
}
