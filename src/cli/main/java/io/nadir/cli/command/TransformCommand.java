package io.nadir.cli.command;

import io.nadir.MatrixModel;
import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.option.NewDataOptions;
import io.nadir.cli.option.QuietOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.ThreadsOption;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.BackgroundRate;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.OffsetFallbacks;
import io.nadir.cli.report.Summary;
import io.nadir.io.Indexing;
import io.nadir.io.ModelDirectory;
import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.io.output.OutputDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.matrix.MatrixData;
import io.nadir.model.Offsets;
import io.nadir.model.Transformation;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Finds the codes of new rows or columns for a saved matrix model. */
@Section.In(Section.RUN)
@Command(
        name = "transform",
        header = "Finds the codes of new rows (or columns) of data for a saved matrix model.",
        description = {
            "",
            "Keeps V of the model, and finds the U of new rows Y that minimizes",
            "",
            "    loss(Y, U V') + L * penalty(U, V)",
            "",
            "which is a convex problem. Works for --model matrix, nmf and dictionary:G, with",
            "any loss, with missing entries, and with offsets: the columns keep those of the",
            "model, and each new row gets its own if the model has offsets of rows. L, the",
            "loss and the penalty are those in report.json of the model."
        },
        footer = {
            "  nadir transform new.csv --factors model --out codes.npy",
            "  nadir transform new.csv --factors model --out codes.csv --fitted fitted.csv",
            "  nadir transform patches.npy --factors dictionary --new columns --out codes.npy"
        })
public final class TransformCommand extends NadirCommand {
    @Mixin private final NewDataOptions data = new NewDataOptions();

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description =
                    "File for the codes, .npy, .csv or .mtx: a row of U for each new row, or of V"
                            + " for each new column, with its id in .csv. Required.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path out;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--offsets",
            paramLabel = "FILE",
            description = "File for the offsets of the new rows or columns, one per row.")
    private @Nullable Path offsetsFile;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--fitted",
            paramLabel = "FILE",
            description =
                    "File for U V' and all offsets, in the shape of the new data: what the model"
                            + " makes of them, and predicts where they are missing.")
    private @Nullable Path fitted;

    @Mixin private final ThreadsOption threads = new ThreadsOption();
    @Mixin private final QuietOptions level = new QuietOptions();

    public TransformCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        ResultFile codes = new ResultFile("--out", out, 2);
        ResultFile offsetsOut =
                offsetsFile == null ? null : new ResultFile("--offsets", offsetsFile, 2);
        ResultFile fittedOut = fitted == null ? null : new ResultFile("--fitted", fitted, 2);
        if (fitted != null) {
            data.requireInMemory("--fitted");
        }
        SolverOptions options =
                RefusedException.unless(
                        () -> SolverOptions.defaults().withThreads(threads.value()));
        SavedModel saved = data.model();
        requireOwnOffsets(saved.model().offsets());
        MatrixData y = data.read(terminal, saved);
        Problem problem = data.problem(y);
        Transformation found =
                RefusedException.unless(() ->
                        data.areColumns()
                                ? Nadir.transformColumns(problem, saved.model(), options)
                                : Nadir.transform(problem, saved.model(), options));
        data.clearPasses();
        int rank = found.factors().rank();
        int count = data.areColumns() ? y.columns() : y.rows();
        List<String> names = IntStream.rangeClosed(1, rank).mapToObj(k -> "c" + k).toList();
        codes.write(List.of(count, rank), data.areColumns() ? found.v() : found.u(), named(names));
        Offsets offsets = found.offsets();
        if (offsetsOut != null && offsets != null) {
            offsetsOut.write(
                    List.of(count, 1),
                    data.areColumns() ? offsets.columns() : offsets.rows(),
                    named(List.of("offset")));
        }
        if (fittedOut != null) {
            DenseMatrix x =
                    RefusedException.unless(() ->
                            MatrixModel.of(problem, saved.model(), options)
                                    .inverseTransform(found));
            fittedOut.write(
                    List.of(y.rows(), y.columns()), x.toArray(), data.ids(saved.indexing()));
        }
        if (!data.newIds().isEmpty()) {
            writeIds(data.newIds());
        }
        if (!level.isQuiet()) {
            print(problem, found, count);
        }
        return found.converged() ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    /** New rows by their ids, with names for the columns of a header; without ids, no names. */
    private Indexing named(List<String> columns) {
        return data.newIds().isEmpty() ? Indexing.FROM_ONE : Indexing.byIds(data.newIds(), columns);
    }

    private void writeIds(List<String> ids) throws IOException {
        Path file = idFile().toAbsolutePath();
        Path folder = Objects.requireNonNull(file.getParent());
        String name = String.valueOf(file.getFileName());
        try (OutputDirectory output = OutputDirectory.open(folder, List.of(name))) {
            ModelDirectory.writeIds(output, name, ids);
            output.commit();
        }
    }

    private void requireOwnOffsets(@Nullable Offsets offsets) throws RefusedException {
        boolean own =
                offsets != null
                        && (data.areColumns()
                                ? offsets.centering().hasColumns()
                                : offsets.centering().hasRows());
        if (offsetsFile != null && !own) {
            throw RefusedException.of(
                    String.format(
                            "--offsets = %s, allowed for models in which %s have offsets of their"
                                    + " own",
                            offsetsFile, data.areColumns() ? "columns" : "rows"));
        }
    }

    private void print(Problem problem, Transformation found, int count) {
        terminal.out().print(data.inputs().lines());
        note(
                "problem",
                String.format(
                        "loss %s, regularizer %s, lambda %s",
                        problem.loss().name(), problem.regularizer().name(), problem.lambda()));
        if (!data.leftOut().isEmpty()) {
            note("input", data.leftOut());
        }
        note("objective", String.valueOf(found.objective()));
        note(
                "gap",
                found.gap() + (found.converged() ? "" : ": more than the tolerance, 1e-9 of it"));
        String without = OffsetFallbacks.ofNew(found.offsets(), data.areColumns());
        if (!without.isEmpty()) {
            note("offsets", without);
        }
        String background = BackgroundRate.words(problem.loss().name());
        if (fitted != null && !background.isEmpty()) {
            note("fitted", background);
        }
        note("written", out + ", [" + count + ", " + found.factors().rank() + "]");
        if (!data.newIds().isEmpty()) {
            note("written", idFile() + ", the ids in the order of the codes");
        }
        if (fitted != null) {
            note("written", String.valueOf(fitted));
        }
    }

    /** Where the ids of the new rows or columns go, in the order of the codes. */
    private Path idFile() {
        return Path.of(out + ".ids.csv");
    }

    private void note(String label, String text) {
        terminal.out().println(Summary.line(label, text));
    }
}
