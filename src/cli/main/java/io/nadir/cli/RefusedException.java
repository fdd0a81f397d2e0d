package io.nadir.cli;

import io.nadir.model.ProofMemoryException;

import java.util.Map;
import java.util.function.Supplier;

/** An option has a value that is not allowed; the message is one line for the user. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the library calls options, and what the command line calls them. */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "lambda", "--lambda",
                    "relativeGap", "--gap",
                    "delta", "--delta",
                    "threads", "--threads",
                    "maxRank", "--max-rank",
                    "evidence", "--evidence",
                    "timeLimit", "--time-limit",
                    "descent", "--descent");

    private RefusedException(IllegalArgumentException cause) {
        super(
                inTermsOfOptions(String.valueOf(cause.getMessage()))
                        + (cause instanceof ProofMemoryException ? Summary.MORE_MEMORY : ""),
                cause);
    }

    /** What {@code values} makes of the user's values, if it does not refuse them. */
    static <T> T unless(Supplier<T> values) throws RefusedException {
        try {
            return values.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e);
        }
    }

    /** Refuses options that do not go together. */
    static RefusedException of(String message) {
        return new RefusedException(new IllegalArgumentException(message));
    }

    /** Messages of the library start with the name of the argument. */
    private static String inTermsOfOptions(String message) {
        String name = message.split(" ", 2)[0];
        return OPTIONS.getOrDefault(name, name) + message.substring(name.length());
    }
}
