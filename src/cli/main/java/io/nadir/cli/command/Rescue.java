package io.nadir.cli.command;

import io.nadir.cli.option.RefusedException;
import io.nadir.io.output.OutputDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Saves results elsewhere if they cannot be written to their destination: a disk may fill up, or a
 * directory become unwritable, while a solve runs for hours.
 */
final class Rescue {
    private Rescue() {}

    /** Writes all results, each time it is called. */
    @FunctionalInterface
    interface Results {
        /**
         * Writes them.
         *
         * @throws IOException if {@code output} cannot take them
         */
        void writeTo(OutputDirectory output) throws IOException;
    }

    /**
     * Writes results to {@code output} and gives the files their names, or saves them elsewhere if
     * that fails.
     *
     * @return a text for users that names the directory and the files
     * @throws RefusedException if {@code output} cannot take the results; the message says where
     *     they are
     */
    static String commit(OutputDirectory output, Results results) throws RefusedException {
        try {
            results.writeTo(output);
            return output.commit();
        } catch (IOException e) {
            throw keep(e, results);
        }
    }

    /**
     * Keeps results in a directory of their own where temporary files go, or else in the home of
     * the user.
     *
     * @param problem why they could not be written to where they were to be
     * @return an exception that says what happened, and where the results are
     */
    static RefusedException keep(IOException problem, Results results) {
        List<Path> places =
                List.of(
                        Path.of(System.getProperty("java.io.tmpdir")),
                        Path.of(System.getProperty("user.home")));
        return keep(problem, results, places);
    }

    /** Keeps results in the first of some places that takes them. */
    static RefusedException keep(IOException problem, Results results, List<Path> places) {
        StringBuilder message = new StringBuilder(RefusedException.describe(problem));
        for (Path place : places) {
            try {
                String kept = write(place, results);
                return RefusedException.of(
                        message + "; the results are kept in " + kept + "; move them from there");
            } catch (IOException e) {
                problem.addSuppressed(e);
                message.append("; nor can they be written to ")
                        .append(place)
                        .append(": ")
                        .append(RefusedException.describe(e));
            }
        }
        return RefusedException.of(
                message + "; the results are lost: make room or name another --out, and run again");
    }

    private static String write(Path place, Results results) throws IOException {
        Path directory = Files.createTempDirectory(place, "nadir-results-");
        try (OutputDirectory output = OutputDirectory.open(directory, List.of())) {
            results.writeTo(output);
            return output.commit();
        } catch (IOException e) {
            Files.deleteIfExists(directory);
            throw e;
        }
    }
}
