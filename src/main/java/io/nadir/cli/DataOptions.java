package io.nadir.cli;

import io.nadir.io.MatrixReader;
import io.nadir.model.MatrixData;

import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** What to factorize. */
final class DataOptions {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "INPUT",
            description =
                    "Matrix to factorize: a .npy, .mtx or .csv file, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String input;

    /** Reads the matrix. */
    MatrixData read(Terminal terminal) throws IOException {
        return input.equals(STANDARD_INPUT)
                ? MatrixReader.read(terminal.in(), "standard input")
                : MatrixReader.read(Path.of(input));
    }
}
