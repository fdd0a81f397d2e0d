package io.nadir.io;

import java.util.Objects;

/**
 * What a reader made of an input.
 *
 * @param data that were read
 * @param description of how
 */
public record ReadResult<T>(T data, InputDescription description) {
    /** Refuses null. */
    public ReadResult {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(description, "description");
    }
}
