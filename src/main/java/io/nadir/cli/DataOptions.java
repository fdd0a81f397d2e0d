package io.nadir.cli;

import io.nadir.io.MatrixReader;
import io.nadir.io.SparseReader;
import io.nadir.io.TensorReader;
import io.nadir.model.DenseMatrix;
import io.nadir.model.MatrixData;
import io.nadir.model.ObservedEntries;
import io.nadir.model.TensorData;
import io.nadir.model.WeightedMatrix;

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
                    "Matrix to factorize, or targets of a network, a sample a row: a .npy, .mtx or"
                            + " .csv file, or - for standard input; a .npy for a tensor.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String input;

    @ArgGroup private Entries entries = new Entries();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weights of the entries' losses, 0 or more: a .npy, .mtx or .csv file of the"
                            + " shape of a dense INPUT. A .csv of entries has them in a fourth"
                            + " column instead, row,column,value,weight.")
    private @Nullable Path weights;

    /** What it means that an entry is not there. */
    static final class Entries {
        @Option(
                names = "--missing",
                paramLabel = "nan|unlisted",
                converter = EnumName.OfMissing.class,
                description =
                        "Which entries are missing and have no part in the loss: those that are NaN"
                                + " in a dense file (or empty in a .csv), or those that a file of"
                                + " entries, a coordinate .mtx or a .csv of row,column,value or"
                                + " row,column,value,weight, does not list.")
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

    /** Reads the targets of a network. */
    DenseMatrix readTargets(Terminal terminal) throws IOException, RefusedException {
        if (weights != null || entries.sparse || entries.missing != null) {
            throw RefusedException.of(
                    "targets of a network are all there: no --missing, --sparse or --weights");
        }
        return readDense(terminal);
    }

    /** Reads the tensor. */
    TensorData readTensor(Terminal terminal) throws IOException, RefusedException {
        if (weights != null || entries.sparse || entries.missing == Missing.UNLISTED) {
            throw RefusedException.of(
                    "tensors are read from .npy, with --missing nan or all entries, and no"
                            + " weights");
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

    /**
     * Reads the matrix.
     *
     * @throws IOException if it cannot be read
     * @throws RefusedException if the weights do not go with it
     */
    MatrixData read(Terminal terminal) throws IOException, RefusedException {
        MatrixData data = readEntries(terminal);
        Path file = weights;
        if (file == null) {
            return data;
        }
        DenseMatrix read = MatrixReader.read(file);
        return RefusedException.unless(() -> weighted(data, read, file));
    }

    private static MatrixData weighted(MatrixData data, DenseMatrix weights, Path file) {
        if (weights.maxAbs() == 0) {
            throw new IllegalArgumentException(
                    "--weights = " + file + ", which are all 0, allowed is at least one above 0");
        }
        return switch (data) {
            case DenseMatrix dense -> new WeightedMatrix(dense, weights);
            case ObservedEntries observed -> observed.withWeights(weights);
            default ->
                    throw new IllegalArgumentException(
                            "--weights = " + file + ", allowed for dense and observed data only");
        };
    }

    private MatrixData readEntries(Terminal terminal) throws IOException {
        if (entries.missing == Missing.NAN) {
            return isStandardInput()
                    ? SparseReader.readObserved(terminal.in(), STANDARD_INPUT_NAME)
                    : SparseReader.readObserved(Path.of(input));
        }
        if (entries.missing == Missing.UNLISTED) {
            return isStandardInput()
                    ? SparseReader.readListed(terminal.in(), STANDARD_INPUT_NAME)
                    : SparseReader.readListed(Path.of(input));
        }
        if (entries.sparse) {
            return isStandardInput()
                    ? SparseReader.read(terminal.in(), STANDARD_INPUT_NAME)
                    : SparseReader.read(Path.of(input));
        }
        return readDense(terminal);
    }

    private DenseMatrix readDense(Terminal terminal) throws IOException {
        return isStandardInput()
                ? MatrixReader.read(terminal.in(), STANDARD_INPUT_NAME)
                : MatrixReader.read(Path.of(input));
    }

    private boolean isStandardInput() {
        return input.equals(STANDARD_INPUT);
    }
}
