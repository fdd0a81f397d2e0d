package io.nadir.cli;

import io.nadir.io.MatrixReader;
import io.nadir.io.SparseReader;
import io.nadir.io.TensorReader;
import io.nadir.model.MatrixData;
import io.nadir.model.ObservedEntries;
import io.nadir.model.SparseMatrix;
import io.nadir.model.TensorData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** What to factorize. */
final class DataOptions {
    private static final String STANDARD_INPUT = "-";
    private static final String STANDARD_INPUT_NAME = "standard input";

    @Parameters(
            paramLabel = "INPUT",
            description =
                    "Matrix to factorize: a .npy, .mtx or .csv file, or - for standard input;"
                            + " a .npy for a tensor.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String input;

    @ArgGroup private Entries entries = new Entries();

    /** What it means that an entry is not there. */
    static final class Entries {
        @Option(
                names = "--missing",
                paramLabel = "nan|unlisted",
                converter = EnumName.OfMissing.class,
                description =
                        "Which entries are missing and have no part in the loss: those that are NaN"
                                + " in a dense file (or empty in a .csv), or those that a file of"
                                + " entries, a coordinate .mtx or a .csv of row,column,value, does"
                                + " not list.")
        private @Nullable Missing missing;

        @Option(
                names = "--sparse",
                description =
                        "Read a file of entries without making a dense matrix of it; what it does"
                                + " not list is 0.")
        private boolean sparse;
    }

    /** Which entries are missing. */
    enum Missing {
        /** Those that are not a number. */
        NAN,
        /** Those that are not listed. */
        UNLISTED
    }

    /** Reads the tensor. */
    TensorData readTensor(Terminal terminal) throws IOException, RefusedException {
        if (entries.sparse || entries.missing == Missing.UNLISTED) {
            throw RefusedException.of(
                    "tensors are read from .npy, with --missing nan or all entries");
        }
        if (entries.missing == Missing.NAN) {
            return isStandardInput()
                    ? TensorReader.readObserved(terminal.in(), STANDARD_INPUT_NAME)
                    : TensorReader.readObserved(Path.of(input));
        }
        return isStandardInput()
                ? TensorReader.read(terminal.in(), STANDARD_INPUT_NAME)
                : TensorReader.read(Path.of(input));
    }

    /** Reads the matrix. */
    MatrixData read(Terminal terminal) throws IOException {
        if (entries.missing == Missing.NAN) {
            return isStandardInput()
                    ? SparseReader.readObserved(terminal.in(), STANDARD_INPUT_NAME)
                    : SparseReader.readObserved(Path.of(input));
        }
        if (entries.missing == Missing.UNLISTED) {
            return ObservedEntries.listedIn(readSparse(terminal));
        }
        if (entries.sparse) {
            return readSparse(terminal);
        }
        return isStandardInput()
                ? MatrixReader.read(terminal.in(), STANDARD_INPUT_NAME)
                : MatrixReader.read(Path.of(input));
    }

    private SparseMatrix readSparse(Terminal terminal) throws IOException {
        return isStandardInput()
                ? SparseReader.read(terminal.in(), STANDARD_INPUT_NAME)
                : SparseReader.read(Path.of(input));
    }

    private boolean isStandardInput() {
        return input.equals(STANDARD_INPUT);
    }
}
