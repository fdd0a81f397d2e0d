package io.nadir.cli.command;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.cli.option.CertificateOptions;
import io.nadir.cli.option.CheckpointOptions;
import io.nadir.cli.option.LossOption;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PicturesOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.TilesOption;
import io.nadir.cli.option.TimeLimitOption;
import io.nadir.cli.progress.History;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.ListenerPair;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.PathReport;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.ModelData;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Solves for many λ. */
@Section.In(Section.RUN)
@Command(
        name = "path",
        header = "Solves for several weights of the penalty, each starting from the last solution.",
        description = {
            "",
            "Solves the problem of solve for each weight, the largest first, and certifies",
            "each solution. As soon as the k-th weight is solved, writes its factors,",
            "U-k.npy and V-k.npy, with --tiles also tiles-k.png, and path.json; writes",
            "path.png at the end."
        },
        footer = {
            "  nadir path photo.npy --lambdas 400,200,100 --hold-out 0.1",
            "  nadir path ratings.csv --missing unlisted --ratio 0.7 --count 9"
        })
public final class PathCommand extends NadirCommand {
    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
    @Mixin private final TilesOption tiles = new TilesOption();
    @Mixin private final PicturesOption pictures = new PicturesOption();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Grid grid;

    @Section.In(Section.DATA)
    @Option(
            names = "--hold-out",
            paramLabel = "F",
            description =
                    "Hold out this fraction of the entries, chosen at random by --seed, and "
                            + "score each solution on them.")
    private @Nullable Double holdOut;

    @Mixin private final TimeLimitOption timeLimit = new TimeLimitOption();

    @Mixin private final OutOption out = new OutOption("nadir-path");

    public PathCommand(Terminal terminal) {
        super(terminal);
    }

    /** The weights: given, or in geometric progression. */
    @Section.In(Section.REGULARIZATION)
    static final class Grid {
        @Option(
                names = "--lambdas",
                required = true,
                split = ",",
                paramLabel = "L",
                description =
                        "The weights of the penalty, separated by commas. Required, unless "
                                + "--ratio and --count are given.")
        private List<Double> lambdas = List.of();

        @ArgGroup(exclusive = false)
        private @Nullable Geometric geometric;

        PathOptions toOptions() {
            return geometric == null
                    ? PathOptions.of(lambdas)
                    : PathOptions.geometric(geometric.ratio, geometric.count);
        }
    }

    /** Weights in geometric progression. */
    @Section.In(Section.REGULARIZATION)
    static final class Geometric {
        @Option(
                names = "--ratio",
                required = true,
                paramLabel = "R",
                description =
                        "Choose the weights: the k-th is R^k times the least weight for which "
                                + "the solution is zero.")
        private double ratio;

        @Option(
                names = "--count",
                required = true,
                paramLabel = "N",
                description = "Number of weights.")
        private int count;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(certificate::toOptions);
        PathOptions path = RefusedException.unless(this::pathOptions);
        pictures.requireAllowed(tiles);
        pictures.warmUp();
        ModelData training = data.read(terminal);
        tiles.requireFits(data.kind(), training);
        if (holdOut != null) {
            List<? extends ModelData> parts =
                    RefusedException.unless(() -> split(training, options));
            return solve(
                    data.problem(parts.get(0), loss, 1),
                    path.withHeldOut(parts.get(1)),
                    options,
                    watch);
        }
        return solve(data.problem(training, loss, 1), path, options, watch);
    }

    private PathOptions pathOptions() {
        PathOptions path = grid.toOptions();
        Duration limit = timeLimit.value();
        return limit == null ? path : path.withTimeLimit(limit);
    }

    private List<? extends ModelData> split(ModelData all, SolverOptions options) {
        try {
            return all.split(holdOut == null ? 0 : holdOut, options.seed());
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "--hold-out = "
                            + holdOut
                            + ", allowed for dense matrices and those with missing entries",
                    e);
        }
    }

    private int solve(Problem problem, PathOptions path, SolverOptions options, Stopwatch watch)
            throws IOException, RefusedException {
        double read = watch.seconds();
        PathOptions kept = checkpoint.addTo(path);
        History history = new History();
        try (Interruption interruption = new Interruption();
                OutputDirectory output = out.open(PathOutput.files(data.inputs()));
                ProgressDisplay display = printing.display(terminal, options)) {
            PathOutput written =
                    new PathOutput(
                            terminal,
                            output,
                            problem,
                            options,
                            tiles,
                            pictures,
                            printing,
                            display,
                            watch,
                            read,
                            data.inputs(),
                            history);
            PathOptions followed = kept.withListener(written);
            SolverOptions heard = options.withListener(new ListenerPair(history, display));
            List<PathPoint> points =
                    RefusedException.unless(() ->
                            interruption.during(() -> Nadir.solvePath(problem, followed, heard)));
            if (points.isEmpty() && interruption.happened()) {
                printing.warn(terminal, "interrupted before any λ was solved: nothing is written");
                return ExitCode.INTERRUPTED;
            }
            return finish(written, interruption.happened());
        }
    }

    private int finish(PathOutput written, boolean interrupted)
            throws IOException, RefusedException {
        PathReport report = written.finish();
        printing.print(terminal, report);
        printing.note(terminal, "written", out + ": " + written.names());
        if (interrupted || written.isCutShort()) {
            String reason = interrupted ? "interrupted" : "the time limit has passed";
            printing.warn(
                    terminal, reason + ": " + written.extent(out) + "; " + checkpoint.howToGoOn());
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.NOT_CERTIFIED;
        }
        if (report.exitCode() == ExitCode.CERTIFIED) {
            checkpoint.finish();
        }
        return report.exitCode();
    }
}
