package io.nadir.cli.option;

import io.nadir.cli.progress.PassProgress;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.io.DataFormatException;
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
import io.nadir.matrix.ObservedEntries;
import io.nadir.tensor.TensorData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The options for the data to factorize. */
@Section.In(Section.DATA)
final class DataOptions {
    @Mixin private final InputOption input = new InputOption();

    @ArgGroup private EntriesOption entries = new EntriesOption();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Weigh the loss of each entry with the numbers in FILE, 0 or more: a .npy, .mtx"
                        + " or .csv file of the shape of a dense INPUT. A text file of entries has"
                        + " its weights in a column instead, see --columns, and a sparse .npz file"
                        + " in an array weights.")
    private @Nullable Path weights;

    @Option(
            names = "--unlisted-weight",
            paramLabel = "W",
            description =
                    "With --sparse, the weight in the loss of each entry that is not listed, 0 or"
                        + " more. Listed ones have weight 1, or that of a column of weights, which"
                        + " the header or --columns names, or of the array weights in an .npz file"
                        + " (default: 1).")
    private @Nullable Double unlistedWeight;

    @Option(
            names = "--na",
            split = ",",
            paramLabel = "TOKEN",
            description =
                    "More texts that mark a missing entry in a text file, besides those that"
                            + " --missing nan knows.")
    private Set<String> tokens = Set.of();

    @Mixin private final MapOption map = new MapOption();
    @Mixin private final TextOptions text = new TextOptions();
    @Mixin private final PlaceOptions places = new PlaceOptions();

    private Inputs inputs = Inputs.none();

    /** What the rows and columns of the data are called, also where the model does not keep it. */
    private Indexing ids = Indexing.FROM_ONE;

    /**
     * Throws unless entries may be missing.
     *
     * @param option what fills them in
     */
    void requireMissing(String option) throws RefusedException {
        requireInMemory(option);
        if (entries.missing() == null && weights == null) {
            throw RefusedException.of(
                    option
                            + " is for matrices with missing entries: say --missing nan or"
                            + " unlisted, or give those that are missing the weight 0 by"
                            + " --weights");
        }
    }

    /** Throws if data are mapped, and so may be too large for an option that copies them. */
    void requireInMemory(String option) throws RefusedException {
        map.requireNotFor(true, option + ", which takes as much memory as the data");
    }

    /** How everything that was read was understood. */
    Inputs inputs() {
        return inputs;
    }

    /** What shows passes over mapped data; null if they are in memory. */
    @Nullable PassProgress passes() {
        return map.progress();
    }

    /** Whether the input lists its entries, so that it need not name every row and column. */
    boolean isListed() {
        return entries.areSparse() || entries.missing() == Missing.UNLISTED;
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
        map.requireNotFor(true, "the targets of a network, which are held in memory");
        map.requireNotCompact(true, "the targets of a network");
        if (weights != null || entries.areSparse() || entries.missing() != null) {
            throw RefusedException.of(
                    "the targets of a network must be complete: leave out --missing, --sparse and"
                            + " --weights");
        }
        try {
            return CompleteData.ofSamples(() -> readDense(terminal));
        } catch (DataFormatException e) {
            if (String.valueOf(e.getMessage()).contains("is no number")) {
                throw RefusedException.of(
                        e.getMessage()
                                + "; the targets of a network are numbers: for classes, 1 or -1"
                                + " (--loss logistic), or a column of 0 and 1 for each class"
                                + " (--loss cross-entropy)");
            }
            throw e;
        }
    }

    /** Reads the tensor. */
    TensorData readTensor(Terminal terminal) throws IOException, RefusedException {
        map.requireNotFor(true, "tensors, which are held in memory");
        map.requireNotCompact(true, "tensors");
        if (weights != null || entries.areSparse()) {
            throw RefusedException.of(
                    "tensors have no --weights, and --sparse is for matrices: what a list of"
                            + " entries does not list is 0, and is held in memory, or is missing"
                            + " with --missing unlisted");
        }
        if (places.ids() != Choice.DETECT) {
            throw RefusedException.of("--ids is for matrices; the modes of a tensor are counted");
        }
        ReadResult<? extends TensorData> read = tensor(terminal, entriesFormat());
        noteData(read.description());
        return read.data();
    }

    private ReadResult<? extends TensorData> tensor(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        if (entries.missing() == Missing.NAN) {
            TensorData known =
                    input.read(terminal, TensorReader::readObserved, TensorReader::readObserved);
            return new ReadResult<>(known, described(known));
        }
        return entries.missing() == Missing.UNLISTED
                ? input.read(
                        terminal,
                        (in, name) -> TensorReader.readListed(in, name, format),
                        file -> TensorReader.readListed(file, format))
                : input.read(
                        terminal,
                        (in, name) -> TensorReader.read(in, name, format),
                        file -> TensorReader.read(file, format));
    }

    private InputDescription described(TensorData tensor) throws RefusedException {
        return new InputDescription(
                input.name(), tensor.shape(), tensor.observed(), false, false, null, null);
    }

    /**
     * Reads the matrix.
     *
     * @throws IOException if it cannot be read
     * @throws RefusedException if the weights do not go with it
     */
    MatrixData read(Terminal terminal) throws IOException, RefusedException {
        requirePlace();
        ReadResult<? extends MatrixData> data = weighedElsewhere(terminal, entriesFormat());
        Path file = weights;
        if (file == null) {
            return noted(data.description(), data.data());
        }
        ReadResult<DenseMatrix> read =
                map.isGiven() ? map.read(terminal, file) : MatrixReader.read(file, format());
        MatrixData weighted =
                RefusedException.unless(() -> weighted(data.data(), read.data(), file));
        MatrixData kept = noted(data.description().withWeights(), weighted);
        requireSameIds("--weights", file, read.description());
        note("--weights", read.description());
        return kept;
    }

    /** Notes how data were understood, and keeps them as they shall be kept. */
    private MatrixData noted(InputDescription description, MatrixData data)
            throws RefusedException {
        ReadResult<? extends MatrixData> kept = KnownEntries.keep(map, description, data);
        noteData(kept.description());
        return kept.data();
    }

    /** Throws if such data cannot be kept where they should be. */
    private void requirePlace() throws RefusedException {
        boolean unlisted = entries.missing() == Missing.UNLISTED;
        map.requireNotFor(
                entries.missing() == Missing.NAN, "--missing nan, which is listed in memory");
        map.requireNotFor(entries.areSparse(), "--sparse, whose entries are listed in memory");
        map.requireNotFor(
                unlisted && weights != null,
                "--weights beside it: the array weights of the .npz file has the weights");
        map.requireNotCompact(entries.missing() == null, "others");
        map.requireNotCompact(map.isGiven(), "a file that is mapped");
    }

    /** The base counts whatever the format is, since a model remembers it. */
    private void noteData(InputDescription description) throws RefusedException {
        ids = description.indexingOrDefault();
        boolean said = description.indexing() != null;
        note(Inputs.DATA, said ? description : description.withIndexing(counted()));
    }

    private Indexing counted() throws RefusedException {
        Integer base = entriesFormat().base();
        return Indexing.counted(base == null ? 1 : base);
    }

    /** Throws if the rows or columns of another file have other ids than the data, or an order. */
    private void requireSameIds(String option, Path file, InputDescription other)
            throws RefusedException {
        refuseIfAny(option, file, ids.differenceFrom(other.indexingOrDefault()));
    }

    /** Throws if the rows of another file have other ids than those of the data, or an order. */
    void requireSameRows(String option, Path file, InputDescription other) throws RefusedException {
        refuseIfAny(option, file, ids.rowDifferenceFrom(other.indexingOrDefault()));
    }

    private static void refuseIfAny(String option, Path file, @Nullable String difference)
            throws RefusedException {
        if (difference != null) {
            throw RefusedException.of(option + " = " + file + ": " + difference);
        }
    }

    /** The format with all that is said; refuses what has no effect. */
    private TextFormat entriesFormat() throws RefusedException {
        if (unlistedWeight != null && !entries.areSparse()) {
            throw RefusedException.of(
                    "--unlisted-weight = "
                            + unlistedWeight
                            + ", allowed with --sparse, where entries that are not listed are 0");
        }
        if (!tokens.isEmpty() && entries.missing() != Missing.NAN) {
            throw RefusedException.of("--na is for --missing nan only");
        }
        TextFormat format = places.addTo(format());
        return RefusedException.unless(() -> format.withMissing(tokens));
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

    /** The entries, with a weight for those that are not listed if one is given. */
    private ReadResult<? extends MatrixData> weighedElsewhere(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        Double weight = unlistedWeight;
        if (weight == null) {
            return readEntries(terminal, format);
        }
        ReadResult<ObservedEntries> listed = known(terminal, format).listed();
        MatrixData data = RefusedException.unless(() -> unlistedWeighing(listed.data(), weight));
        return new ReadResult<>(data, listed.description().withZeroElsewhere());
    }

    private static MatrixData unlistedWeighing(ObservedEntries listed, double weight) {
        try {
            return listed.withUnlistedWeight(weight);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--unlisted-weight: " + e.getMessage(), e);
        }
    }

    private ReadResult<? extends MatrixData> readEntries(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        if (entries.missing() == Missing.NAN) {
            return known(terminal, format).notNaN();
        }
        if (entries.missing() == Missing.UNLISTED) {
            return known(terminal, format).unlisted(weights != null);
        }
        if (entries.areSparse()) {
            return input.read(
                    terminal,
                    (in, name) -> SparseReader.read(in, name, format),
                    file -> SparseReader.read(file, format));
        }
        ReadResult<DenseMatrix> read = dense(terminal, format);
        String advice = LikelyEntries.advice(read);
        if (!advice.isEmpty()) {
            terminal.err().println("nadir: " + advice);
        }
        return read;
    }

    private KnownEntries known(Terminal terminal, TextFormat format) {
        return new KnownEntries(input, map, terminal, format);
    }

    private DenseMatrix readDense(Terminal terminal) throws IOException, RefusedException {
        ReadResult<DenseMatrix> read = dense(terminal, entriesFormat());
        noteData(read.description().withStorage(null).withIndexing(counted()));
        ids = read.description().indexingOrDefault();
        return read.data();
    }

    private ReadResult<DenseMatrix> dense(Terminal terminal, TextFormat format)
            throws IOException, RefusedException {
        if (map.isGiven()) {
            return map.read(terminal, input.fileToMap());
        }
        return input.read(
                terminal,
                (in, name) -> MatrixReader.read(in, name, format),
                file -> MatrixReader.read(file, format));
    }
}
