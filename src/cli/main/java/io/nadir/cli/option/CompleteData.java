package io.nadir.cli.option;

import io.nadir.io.DataFormatException;

import java.io.IOException;
import java.util.Optional;

/** Reads data of networks, which have no missing entries. */
public final class CompleteData {
    private CompleteData() {}

    /** Reads something. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads it. */
        T read() throws IOException, RefusedException;
    }

    /** Reads inputs or targets of samples. */
    public static <T> T ofSamples(Reading<T> reading) throws IOException, RefusedException {
        return read(
                reading,
                "; a network needs all numbers of a sample: leave the sample out of inputs and"
                        + " targets, or put a number here");
    }

    /** Reads weights. */
    public static <T> T ofWeights(Reading<T> reading) throws IOException, RefusedException {
        return read(reading, "; a network needs all of its weights");
    }

    /** The readers' own advice for an entry that is missing is for matrices. */
    private static <T> T read(Reading<T> reading, String advice)
            throws IOException, RefusedException {
        try {
            return reading.read();
        } catch (DataFormatException e) {
            Optional<String> missing = e.missingEntry();
            if (missing.isPresent()) {
                throw RefusedException.of(missing.get() + advice);
            }
            throw e;
        }
    }
}
