package io.nadir.cli.command;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.cli.option.ClipOption;
import io.nadir.cli.option.CompleteData;
import io.nadir.cli.option.KnownOption;
import io.nadir.cli.option.PlaceOptions;
import io.nadir.cli.option.QuietOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.TextOptions;
import io.nadir.cli.option.ThreadsOption;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.BackgroundRate;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.OffsetFallbacks;
import io.nadir.cli.report.PlaceColumns;
import io.nadir.cli.report.Summary;
import io.nadir.io.ColumnsWriter;
import io.nadir.io.FilledMatrix;
import io.nadir.io.Indexing;
import io.nadir.io.MatrixReader;
import io.nadir.io.MatrixWriter;
import io.nadir.io.ModelDirectory;
import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.io.PositionReader;
import io.nadir.io.ReadResult;
import io.nadir.io.TableFormat.Column;
import io.nadir.io.TextFormat;
import io.nadir.io.TextFormat.Choice;
import io.nadir.io.output.OutputDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.ObservedEntries;
import io.nadir.model.TrainedModel;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Applies a model that a solve has saved. */
@Section.In(Section.RUN)
@Command(
        name = "predict",
        header = "Applies a saved model: outputs of a network, or entries of a factorization.",
        description = {
            "",
            "Loads the model in a directory that solve or prune has written. For a network,",
            "writes the outputs for new inputs; for a factorized matrix or tensor, writes",
            "entries of the product of the factors. Rows and columns are numbered as in the",
            "data of the model, unless --base says otherwise. If the model has offsets, --at",
            "may name rows and columns that it does not have: the mean and the other offset",
            "predict them."
        },
        footer = {
            "  nadir predict model --at pairs.csv --out predicted.csv",
            "  nadir predict model --known y.csv --clip 1,5 --out filled.csv",
            "  nadir predict network --inputs new.csv --out outputs.csv"
        })
public final class PredictCommand extends NadirCommand {
    private static final String CSV = ".csv";

    @Parameters(paramLabel = "DIR", description = "Directory with the model, from solve or prune.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path directory;

    @Section.In(Section.DATA)
    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description =
                    "Inputs for a network, one sample per row, without a column for the bias: "
                            + "any file that solve takes for a dense matrix.")
    private @Nullable Path inputs;

    @Section.In(Section.DATA)
    @Option(
            names = "--at",
            paramLabel = "FILE",
            description =
                    "Positions of the entries to predict, one per row, with a column for each"
                        + " index, numbered or named as in the data of the model: a .npy, .mat,"
                        + " .mtx, .parquet, .arrow or text file. Further columns are ignored under"
                        + " a header with row and column, or with --columns (default: all"
                        + " entries).")
    private @Nullable Path at;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description =
                    "File for the outputs, .npy, .csv, .mtx, .parquet or .arrow: one sample or"
                        + " position a row, or all entries in the shape of the data. If the data"
                        + " have ids, a .csv names rows and columns by them: row,column,value for"
                        + " positions, a header and an index column for all entries. .parquet and"
                        + " .arrow always name or number them. Required.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path out;

    @Mixin private final KnownOption known = new KnownOption();
    @Mixin private final ClipOption clip = new ClipOption();

    @Mixin private final ThreadsOption threads = new ThreadsOption();

    @Mixin private final QuietOptions level = new QuietOptions();
    @Mixin private final TextOptions text = new TextOptions();
    @Mixin private final PlaceOptions places = new PlaceOptions();

    private Inputs understood = Inputs.none();

    /** What is said about positions for lack of data; empty if there is nothing to say. */
    private String fallbacks = "";

    public PredictCommand(Terminal terminal) {
        super(terminal);
    }

    /**
     * Outputs and what they are arranged in.
     *
     * @param shape the extents
     * @param content writes them
     */
    private record Prediction(List<Integer> shape, OutputDirectory.Content content) {}

    @Override
    public Integer call() throws IOException, RefusedException {
        if (threads.value() < 1) {
            throw RefusedException.of(
                    "--threads = " + threads.value() + ", allowed are 1 and more");
        }
        Path file = out.toAbsolutePath();
        String name = String.valueOf(file.getFileName());
        ResultFile.requireFormat("--out", out, 2);
        Prediction prediction = predict(ModelDirectory.loadWithIndexing(directory), name);
        Path parent = file.getParent();
        if (parent == null) {
            throw RefusedException.of("--out = " + out + ", allowed are files");
        }
        try (OutputDirectory output = OutputDirectory.open(parent, List.of(name))) {
            output.write(name, prediction.content);
            output.commit();
        }
        if (!level.isQuiet()) {
            terminal.out().print(understood.lines());
            if (!fallbacks.isEmpty()) {
                terminal.out().println(Summary.line("offsets", fallbacks));
            }
            String background = BackgroundRate.of(directory.resolve(Outcome.REPORT));
            if (!background.isEmpty()) {
                terminal.out().println(Summary.line("values", background));
            }
            terminal.out().println(Summary.line("written", out + ", " + prediction.shape));
        }
        return ExitCode.CERTIFIED;
    }

    private Prediction predict(SavedModel saved, String name) throws IOException, RefusedException {
        TrainedModel model = saved.model();
        boolean ofMatrix = model.inputs() == 0 && model.factors().order() == 2;
        known.requireAllowed(ofMatrix && at == null);
        if (model.inputs() > 0) {
            return outputs(model, name);
        }
        Indexing ids = saved.indexing();
        Indexing used = places.ids() == Choice.NO ? Indexing.counted(ids.base()) : ids;
        if (places.ids() == Choice.YES && !ids.hasIds()) {
            throw RefusedException.of(
                    "--ids = yes, allowed for a model that has ids: the data of this one had none");
        }
        return entries(model, used, name);
    }

    /** The range and the file are those of the options. */
    private Prediction prediction(String name, List<Integer> shape, double[] values) {
        clip.range().clip(values);
        return new Prediction(shape, stream -> MatrixWriter.write(name, stream, shape, values));
    }

    private Prediction outputs(TrainedModel network, String name)
            throws IOException, RefusedException {
        Path file = inputs;
        if (file == null || at != null) {
            throw RefusedException.of("the model is a network: --inputs is needed, --at is not");
        }
        TextFormat format = text.toFormat().withIds(Choice.NO);
        ReadResult<DenseMatrix> read =
                CompleteData.ofSamples(() -> MatrixReader.read(file, format));
        understood = Inputs.of("--inputs", read.description());
        DenseMatrix samples = read.data();
        return RefusedException.unless(() -> {
            Checks.equal(
                    "columns of the inputs",
                    samples.columns(),
                    "inputs of the model",
                    network.inputs());
            double[] outputs =
                    samples.toFloat64().blocks().stream()
                            .flatMapToDouble(rows -> Arrays.stream(outputs(network, rows)))
                            .toArray();
            return prediction(
                    name, List.of(samples.rows(), outputs.length / samples.rows()), outputs);
        });
    }

    private double[] outputs(TrainedModel network, Panel rows) {
        double[] samples = Arrays.copyOf(rows.data(), rows.rows() * rows.columns());
        return network.outputs(samples, threads.value(), null);
    }

    private Prediction entries(TrainedModel model, Indexing indexing, String name)
            throws IOException, RefusedException {
        if (inputs != null) {
            throw RefusedException.of(
                    "--inputs = %s, allowed for networks; the model is a %s"
                            .formatted(inputs, model.kind()));
        }
        List<Integer> extents = model.factors().dimensions();
        Path file = at;
        if (file == null) {
            ResultFile.requireFormat("--out", out, extents.size());
            return extents.size() > 2
                    ? prediction(name, extents, RefusedException.unless(model::allEntries))
                    : all(model, indexing, name);
        }
        TextFormat format = places.addTo(text.toFormat());
        boolean unknownToo = model.offsets() != null;
        ReadResult<int[][]> positions =
                PositionReader.read(file, format, indexing, extents, unknownToo);
        understood = Inputs.of("--at", positions.description());
        double[] values =
                RefusedException.unless(() -> PredictedEntries.of(model, positions.data()));
        fallbacks = OffsetFallbacks.of(model.offsets(), positions.data());
        Prediction prediction = prediction(name, List.of(values.length, 1), values);
        Indexing used = positions.description().indexingOrDefault();
        List<Integer> shape = List.of(values.length, extents.size() + 1);
        if (ColumnsWriter.hasTypes(name)) {
            List<Column> columns = new ArrayList<>(PlaceColumns.of(used, positions.data()));
            columns.add(Column.ofReals("value", row -> values[row]));
            return new Prediction(
                    shape, stream -> ColumnsWriter.write(name, stream, columns, values.length));
        }
        return used.hasIds() && name.toLowerCase(Locale.ROOT).endsWith(CSV)
                ? new Prediction(
                        shape,
                        stream -> MatrixWriter.writeEntries(stream, used, positions.data(), values))
                : prediction;
    }

    /** All entries, made as they are written. */
    private Prediction all(TrainedModel matrix, Indexing indexing, String name)
            throws IOException, RefusedException {
        ClipOption.Range range = clip.range();
        FilledMatrix entries =
                FilledMatrix.of(matrix).withRange(range.low(), range.high()).withIds(indexing);
        FilledMatrix filled = known.isGiven() ? withKnown(entries, indexing) : entries;
        return new Prediction(matrix.factors().dimensions(), stream -> filled.write(name, stream));
    }

    private FilledMatrix withKnown(FilledMatrix entries, Indexing indexing)
            throws IOException, RefusedException {
        ReadResult<ObservedEntries> read = known.read(places.addTo(text.toFormat()), indexing);
        understood = Inputs.of("--known", read.description());
        return RefusedException.unless(() -> entries.withKnown(read.data()));
    }
}
