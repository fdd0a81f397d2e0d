package io.nadir.cli.option;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.io.Indexing;
import io.nadir.io.InputDescription;
import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.io.SparseReader;
import io.nadir.io.TensorReader;
import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.tensor.ObservedTensor;
import io.nadir.tensor.TensorData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The options for the data to factorize. */
@Section.In(Section.DATA)
final class DataOptions {
    private static final String STANDARD_INPUT = "-";
    private static final String STANDARD_INPUT_NAME = "standard input";

    /** Files that have parts with names. */
    private static final Pattern PARTS =
            Pattern.compile(".*\\.(mat|npz)(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Parameters(
            paramLabel = "INPUT",
            description =
                    "The matrix to factorize, the tensor to decompose, or the targets of a network,"
                        + " one sample a row: a .npy, .npz, .mat, .mtx, .parquet, .arrow or text"
                        + " file (.csv, for tensors .tns), packed by gzip or not, or - for standard"
                        + " input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String input;

    @Option(
            names = "--variable",
            paramLabel = "NAME",
            description =
                    "The variable of a .mat file, or the member of an .npz file, to read; the same"
                            + " as INPUT:NAME. Not needed if only one holds numbers.")
    private @Nullable String variable;

    @ArgGroup private Entries entries = new Entries();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weigh the loss of each entry with the numbers in FILE, 0 or more: a .npy, .mtx"
                        + " or .csv file of the shape of a dense INPUT. A text file of entries has"
                        + " its weights in a column instead: see --columns.")
    private @Nullable Path weights;

    @Option(
            names = "--na",
            split = ",",
            paramLabel = "TOKEN",
            description =
                    "More texts that mark a missing entry in a text file, besides those that"
                            + " --missing nan knows.")
    private Set<String> tokens = Set.of();

    @Section.In(Section.ENTRIES)
    @Option(
            names = "--ids",
            paramLabel = "yes|no",
            converter = TextOptions.ChoiceName.class,
            description =
                    "Whether the rows and columns in a text file of entries are named by ids, which"
                        + " may be any text, rather than numbered. Ids are written to rows.csv and"
                        + " columns.csv (default: yes if the header says so, such as user, userId,"
                        + " item or movie, or if the first ids are no whole numbers below 2^31 -"
                        + " 1).")
    private Choice ids = Choice.DETECT;

    @Mixin private final TextOptions text = new TextOptions();
    @Mixin private final PlaceOptions places = new PlaceOptions();

    private Inputs inputs = Inputs.none();

    /** What it means that an entry is not there. */
    @Section.In(Section.DATA)
    static final class Entries {
        @Option(
                names = "--missing",
                paramLabel = "nan|unlisted",
                converter = MissingName.class,
                description =
                        "Leave missing entries out of the loss. nan: entries that are NaN in a"
                            + " dense file, and null in a table; in a text file also NA, N/A, NULL,"
                            + " None, ?, - and empty fields. unlisted: entries that a file of"
                            + " entries (a coordinate .mtx, a sparse .npz or .mat, a table or text"
                            + " of row, column and value, a .tns) does not list.")
        private @Nullable Missing missing;

        @Option(
                names = "--sparse",
                description =
                        "Keep a file of entries sparse: entries that it does not list are 0 and "
                                + "take no memory.")
        private boolean sparse;
    }

    /** Which entries are missing. */
    enum Missing {
        /** Those that are not a number. */
        NAN,
        /** Those that are not listed. */
        UNLISTED
    }

    /** All meanings of missing entries. */
    static final class MissingName extends EnumConverter<Missing> {
        MissingName() {
            super(List.of(Missing.values()));
        }
    }

    /** How everything that was read was understood. */
    Inputs inputs() {
        return inputs;
    }

    /** Notes how a further input was understood. */
    void note(String argument, InputDescription description) {
        inputs = inputs.and(argument, description);
    }

    /** How dense texts are written. */
    TextFormat format() throws RefusedException {
        return text.toFormat();
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
        if (weights != null || entries.sparse) {
            throw RefusedException.of(
                    "tensors have no --weights, and --sparse is for matrices: what a list of"
                            + " entries does not list is 0, and is held in memory, or is missing"
                            + " with --missing unlisted");
        }
        ReadResult<? extends TensorData> read = tensor(terminal, entriesFormat());
        noteData(read.description());
        return read.data();
    }

    private ReadResult<? extends TensorData> tensor(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        if (entries.missing == Missing.NAN) {
            ObservedTensor known =
                    isStandardInput()
                            ? TensorReader.readObserved(terminal.in(), STANDARD_INPUT_NAME)
                            : TensorReader.readObserved(file());
            return new ReadResult<>(known, described(known));
        }
        if (entries.missing == Missing.UNLISTED) {
            return isStandardInput()
                    ? TensorReader.readListed(terminal.in(), STANDARD_INPUT_NAME, format)
                    : TensorReader.readListed(file(), format);
        }
        return isStandardInput()
                ? TensorReader.read(terminal.in(), STANDARD_INPUT_NAME, format)
                : TensorReader.read(file(), format);
    }

    private InputDescription described(TensorData tensor) throws RefusedException {
        return new InputDescription(
                isStandardInput() ? STANDARD_INPUT_NAME : input,
                tensor.shape(),
                tensor.observed(),
                false,
                false,
                null,
                null);
    }

    /**
     * Reads the matrix.
     *
     * @throws IOException if it cannot be read
     * @throws RefusedException if the weights do not go with it
     */
    MatrixData read(Terminal terminal) throws IOException, RefusedException {
        ReadResult<? extends MatrixData> data = readEntries(terminal, entriesFormat());
        Path file = weights;
        if (file == null) {
            noteData(data.description());
            return data.data();
        }
        ReadResult<DenseMatrix> read = MatrixReader.read(file, format());
        noteData(data.description().withWeights());
        note("--weights", read.description());
        return RefusedException.unless(() -> weighted(data.data(), read.data(), file));
    }

    /** The base counts whatever the format is, since a model remembers it. */
    private void noteData(InputDescription description) throws RefusedException {
        Indexing said = description.indexing();
        Integer base = entriesFormat().base();
        note(
                "INPUT",
                said == null
                        ? description.withIndexing(Indexing.counted(base == null ? 1 : base))
                        : description);
    }

    /** The format with all that is said; refuses what has no effect. */
    private TextFormat entriesFormat() throws RefusedException {
        boolean listed = entries.sparse || entries.missing == Missing.UNLISTED;
        if (!listed && ids != Choice.DETECT) {
            throw RefusedException.of(
                    "--ids is for files of entries: --missing unlisted or --sparse");
        }
        if (!tokens.isEmpty() && entries.missing != Missing.NAN) {
            throw RefusedException.of("--na is for --missing nan only");
        }
        TextFormat format = places.addTo(format());
        return RefusedException.unless(() -> format.withMissing(tokens).withIds(ids));
    }

    private static MatrixData weighted(MatrixData data, DenseMatrix weights, Path file) {
        if (weights.maxAbs() == 0) {
            throw new IllegalArgumentException(
                    "--weights = " + file + ", which are all 0, allowed is at least one above 0");
        }
        try {
            return data.withWeights(weights);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--weights = " + file + ": " + e.getMessage(), e);
        }
    }

    private ReadResult<? extends MatrixData> readEntries(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        if (entries.missing == Missing.NAN) {
            return isStandardInput()
                    ? SparseReader.readObserved(terminal.in(), STANDARD_INPUT_NAME, format)
                    : SparseReader.readObserved(file(), format);
        }
        if (entries.missing == Missing.UNLISTED) {
            return isStandardInput()
                    ? SparseReader.readListed(terminal.in(), STANDARD_INPUT_NAME, format)
                    : SparseReader.readListed(file(), format);
        }
        if (entries.sparse) {
            return isStandardInput()
                    ? SparseReader.read(terminal.in(), STANDARD_INPUT_NAME, format)
                    : SparseReader.read(file(), format);
        }
        return dense(terminal, format);
    }

    private DenseMatrix readDense(Terminal terminal) throws IOException, RefusedException {
        ReadResult<DenseMatrix> read = dense(terminal, entriesFormat());
        noteData(read.description());
        return read.data();
    }

    private ReadResult<DenseMatrix> dense(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        return isStandardInput()
                ? MatrixReader.read(terminal.in(), STANDARD_INPUT_NAME, format)
                : MatrixReader.read(file(), format);
    }

    /** The file, with the part of it that is asked for. */
    private Path file() throws RefusedException {
        if (variable == null) {
            return Path.of(input);
        }
        if (!PARTS.matcher(input).matches()) {
            throw RefusedException.of(
                    "--variable = " + variable + ", allowed for files that end in .mat or .npz");
        }
        return Path.of(input + ":" + variable);
    }

    private boolean isStandardInput() throws RefusedException {
        if (variable != null && input.equals(STANDARD_INPUT)) {
            throw RefusedException.of(
                    "--variable = " + variable + ", allowed for files, not for standard input");
        }
        return input.equals(STANDARD_INPUT);
    }
}
