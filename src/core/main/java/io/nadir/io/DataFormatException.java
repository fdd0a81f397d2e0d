package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * Thrown if the content of a file or stream is not what its format or its use allows. The message
 * is one line that names the file, the position, the value found and what is allowed.
 */
public final class DataFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** The message without advice; null if it gives none. */
    private final @Nullable String missingEntry;

    /** Creates an exception with the message {@code name: problem}. */
    DataFormatException(String name, @Nullable String problem) {
        this(name, problem, "");
    }

    /**
     * Creates an exception with the message {@code name: problem} and, after it, how to take an
     * entry for a missing one; empty if it is none.
     */
    DataFormatException(String name, @Nullable String problem, String advice) {
        String refusal = name + ": " + problem;
        super(refusal + advice);
        this.missingEntry = advice.isEmpty() ? null : refusal;
    }

    /**
     * Returns what to say where data must be complete: the message without the advice to take an
     * entry for a missing one. Empty if it gives no such advice.
     */
    public Optional<String> missingEntry() {
        return Optional.ofNullable(missingEntry);
    }
}
