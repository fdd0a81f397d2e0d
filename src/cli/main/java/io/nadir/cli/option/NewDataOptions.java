package io.nadir.cli.option;

import io.nadir.Problem;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.PassProgress;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.SavedSettings;
import io.nadir.io.Indexing;
import io.nadir.io.ModelDirectory;
import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.loss.ConvexLoss;
import io.nadir.matrix.MatrixData;
import io.nadir.model.ModelData;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** New rows or columns for a saved model, and the problem that the model solves. */
public final class NewDataOptions {
    @Mixin private final DataOptions data = new DataOptions();

    @Section.In(Section.DATA)
    @Option(
            names = "--factors",
            required = true,
            paramLabel = "DIR",
            description = "Directory with the model, from solve, path or prune. Required.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path directory;

    @Section.In(Section.DATA)
    @Option(
            names = "--new",
            paramLabel = "rows|columns",
            converter = SideName.class,
            description =
                    "Whether INPUT has new rows, whose columns are those of the model, or new"
                            + " columns, whose rows are those of the model, such as the samples of"
                            + " a dictionary (default: rows).")
    private Side side = Side.ROWS;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--lambda",
            paramLabel = "L",
            description = "Weight of the penalty (default: as report.json of the model says).")
    private @Nullable Double lambda;

    @Section.In(Section.MODEL)
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            converter = LossName.class,
            description =
                    "Loss of each entry, by a name that solve knows (default: as report.json of the"
                            + " model says).")
    private @Nullable LossChoice loss;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--regularizer",
            paramLabel = "NAME",
            converter = RegularizerName.class,
            description =
                    "Penalty, by a name that solve knows (default: as report.json of the model"
                            + " says).")
    private @Nullable Function<ModelData, Regularizer> regularizer;

    private String leftOut = "";

    /** Which side of the matrix is new. */
    enum Side {
        /** U is found, V is given. */
        ROWS,
        /** V is found, U is given. */
        COLUMNS
    }

    /** The names of the sides. */
    static final class SideName extends EnumConverter<Side> {
        SideName() {
            super(List.of(Side.values()));
        }
    }

    /** Whether there are new columns, rather than rows. */
    public boolean areColumns() {
        return side == Side.COLUMNS;
    }

    /** Where the model is. */
    public Path directory() {
        return directory;
    }

    /** How the input was understood. */
    public Inputs inputs() {
        return data.inputs();
    }

    /**
     * Throws if the data are mapped, and so may be too large for an option that copies them.
     *
     * @throws RefusedException if they are
     */
    public void requireInMemory(String option) throws RefusedException {
        data.requireInMemory(option);
    }

    /** Removes what is shown of passes over mapped data. */
    public void clearPasses() {
        PassProgress passes = data.passes();
        if (passes != null) {
            passes.clear();
        }
    }

    /** What is said about entries that are of no use; empty if there are none. */
    public String leftOut() {
        return leftOut;
    }

    /**
     * Loads the model.
     *
     * @throws IOException if it cannot be read
     * @throws RefusedException if it is none of a matrix
     */
    public SavedModel model() throws IOException, RefusedException {
        SavedModel saved = ModelDirectory.loadWithIndexing(directory);
        if (!saved.model().kind().equals("matrix")) {
            throw RefusedException.of(
                    String.format(
                            "--factors = %s has a %s model, allowed are matrix models: others have"
                                    + " no codes for new rows (predict applies a network to new"
                                    + " samples)",
                            directory, saved.model().kind()));
        }
        return saved;
    }

    /**
     * Reads the new data, with the columns (or rows) where the model has them.
     *
     * @throws IOException if they cannot be read
     * @throws RefusedException if they do not fit the model
     */
    public MatrixData read(Terminal terminal, SavedModel saved)
            throws IOException, RefusedException {
        MatrixData read = data.read(terminal);
        MatrixData y = areColumns() ? read.transposed() : read;
        int count = saved.model().factors().dimensions().get(areColumns() ? 0 : 1);
        if (data.isListed()) {
            int[] places = places(y.columns(), count, saved.indexing());
            y = withPlaces(y, count, places);
        } else {
            requireSameNames(saved.indexing());
        }
        MatrixData rows = y;
        if (rows.columns() != count) {
            throw RefusedException.of(
                    String.format(
                            "INPUT has %d %s, the model has %d",
                            rows.columns(), areColumns() ? "rows" : "columns", count));
        }
        return areColumns() ? rows.transposed() : rows;
    }

    /** The ids of the new rows or columns; empty if they have none. */
    public List<String> newIds() {
        return ofMode(data.inputs().indexing(), areColumns() ? 1 : 0);
    }

    /** The ids of the new rows and the model's columns, or the other way round. */
    public Indexing ids(Indexing model) {
        return areColumns()
                ? Indexing.byIds(model.rows(), newIds())
                : Indexing.byIds(newIds(), model.columns());
    }

    private static List<String> ofMode(Indexing indexing, int mode) {
        return mode == 0 ? indexing.rows() : indexing.columns();
    }

    private MatrixData withPlaces(MatrixData y, int count, int[] places) throws RefusedException {
        MatrixData moved = RefusedException.unless(() -> y.withColumns(count, places));
        long lost = y.observed() - moved.observed();
        long listed = Arrays.stream(places).filter(place -> place < 0).count();
        if (listed > 0) {
            leftOut =
                    String.format(
                            "%d entries in %d %s that the model does not have are left out",
                            lost, listed, areColumns() ? "rows" : "columns");
        }
        return moved;
    }

    /** Where the model has each column of the input. */
    private int[] places(int columns, int count, Indexing model) throws RefusedException {
        Indexing own = data.inputs().indexing();
        int mode = areColumns() ? 0 : 1;
        if (own.hasIds(mode) != model.hasIds(mode)) {
            throw RefusedException.of(
                    "INPUT has "
                            + own
                            + ", the model has "
                            + model
                            + ": say which by --ids, and how INPUT counts by --base");
        }
        int[] places = new int[columns];
        if (!own.hasIds(mode)) {
            Arrays.setAll(places, j -> j < count ? j : -1);
            return places;
        }
        List<String> ids = ofMode(own, mode);
        Arrays.setAll(places, j -> mode == 0 ? model.row(ids.get(j)) : model.column(ids.get(j)));
        return places;
    }

    /** Refuses a dense table whose names are others than those of the model. */
    private void requireSameNames(Indexing model) throws RefusedException {
        Indexing own = data.inputs().indexing();
        int mode = areColumns() ? 0 : 1;
        List<String> names = ofMode(own, mode);
        List<String> known = ofMode(model, mode);
        if (own.hasIds(mode) && model.hasIds(mode) && !names.equals(known)) {
            throw RefusedException.of(
                    String.format(
                            "INPUT names its %s %s, the model names them %s: they must be the same,"
                                    + " in the same order",
                            mode == 0 ? "rows" : "columns", names, known));
        }
    }

    /**
     * The problem of the new data.
     *
     * @throws IOException if the report of the model cannot be read
     * @throws RefusedException if it does not say what the options leave out
     */
    public Problem problem(MatrixData y) throws IOException, RefusedException {
        LossChoice chosen = loss;
        Function<ModelData, Regularizer> theta = regularizer;
        Double weight = lambda;
        Path report = directory.resolve(Outcome.REPORT);
        try {
            SavedSettings saved = SavedSettings.read(report);
            if (chosen == null) {
                chosen = new LossName().convert(saved.get("loss", "--loss"));
            }
            if (theta == null) {
                theta = new RegularizerName().convert(saved.get("regularizer", "--regularizer"));
            }
            if (weight == null) {
                weight = Double.valueOf(saved.get("lambda", "--lambda"));
            }
        } catch (TypeConversionException | NumberFormatException e) {
            throw RefusedException.of(
                    report
                            + ": "
                            + e.getMessage()
                            + "; say otherwise by --loss, --regularizer and --lambda");
        } catch (IllegalArgumentException e) {
            throw RefusedException.of(String.valueOf(e.getMessage()));
        }
        ConvexLoss ofEntries = chosen.ofOutputs().apply(y.columns());
        Regularizer ofFactors = theta.apply(y);
        double value = weight;
        UnaryOperator<ModelData> weigh = chosen.weigh();
        return RefusedException.unless(
                () -> new Problem(weigh.apply(y), ofEntries, ofFactors, value));
    }
}
