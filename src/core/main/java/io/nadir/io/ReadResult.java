package io.nadir.io;

import java.util.Objects;

/**
 * Data that were read, and how they were interpreted. An immutable value.
 *
 * @param data the data
 * @param description how the input was interpreted
 * @param <T> the type of the data
 */
public record ReadResult<T>(T data, InputDescription description) {
    /** Rejects null. */
    public ReadResult {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(description, "description");
    }
}
