package io.nadir.cli.option;

import io.nadir.cli.report.Summary;
import io.nadir.model.PolarOracle.ProofMemoryException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An option has a value that is not allowed; the message is one line for the user. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the library calls options, and what the command line calls them. */
    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("center", "--center"),
                    Map.entry("offsetPenalty", "--offset-penalty"),
                    Map.entry("lambda", "--lambda"),
                    Map.entry("relativeGap", "--gap"),
                    Map.entry("delta", "--delta"),
                    Map.entry("threads", "--threads"),
                    Map.entry("maxRank", "--max-rank"),
                    Map.entry("rank", "--rank"),
                    Map.entry("evidence", "--evidence"),
                    Map.entry("timeLimit", "--time-limit"),
                    Map.entry("descent", "--descent"),
                    Map.entry("ratio", "--ratio"),
                    Map.entry("count", "--count"),
                    Map.entry("patience", "--patience"),
                    Map.entry("fraction", "--hold-out"),
                    Map.entry("folds", "--folds"),
                    Map.entry("repeats", "--repeats"));

    private static final Pattern PLACE = Pattern.compile("row ([0-9]{1,9}), column ([0-9]{1,9}): ");

    private RefusedException(IllegalArgumentException cause) {
        super(
                inTermsOfOptions(String.valueOf(cause.getMessage()))
                        + (cause instanceof ProofMemoryException ? Summary.MORE_MEMORY : ""),
                cause);
    }

    /**
     * Returns the result of {@code values}, and converts an exception about the user's values into
     * a refusal.
     */
    public static <T> T unless(Supplier<T> values) throws RefusedException {
        try {
            return values.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e);
        }
    }

    /** Returns an exception for options that do not go together. */
    public static RefusedException of(String message) {
        return new RefusedException(new IllegalArgumentException(message));
    }

    /** Messages of the library start with the name of the argument, or with a place from 0. */
    private static String inTermsOfOptions(String message) {
        Matcher place = PLACE.matcher(message);
        if (place.lookingAt()) {
            return String.format(
                    "INPUT, row %d, column %d (counted from 1): %s",
                    Integer.parseInt(place.group(1)) + 1,
                    Integer.parseInt(place.group(2)) + 1,
                    message.substring(place.end()));
        }
        String name = message.split(" ", 2)[0];
        return OPTIONS.getOrDefault(name, name) + message.substring(name.length());
    }

    /** File system exceptions say little but the file's name. */
    public static String describe(IOException problem) {
        return switch (problem) {
            case NoSuchFileException e ->
                    e.getFile()
                            + ": "
                            + Objects.requireNonNullElse(
                                    e.getReason(), "no such file or directory");
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NotDirectoryException e -> e.getFile() + ": is not a directory";
            case FileAlreadyExistsException e -> e.getFile() + ": exists already";
            case FileSystemException e when e.getReason() != null ->
                    e.getFile() + ": " + e.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }
}
