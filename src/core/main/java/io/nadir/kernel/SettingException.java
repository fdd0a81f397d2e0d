package io.nadir.kernel;

import java.util.Objects;

/** A system property of Nadir has a value that is not allowed. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message the property, its value, and what is allowed, for the user to read
     */
    public SettingException(String message) {
        Objects.requireNonNull(message, "message");

        super(message);
    }
}
