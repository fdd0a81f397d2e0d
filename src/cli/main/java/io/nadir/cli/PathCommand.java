package io.nadir.cli;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.io.OutputDirectory;
import io.nadir.model.ModelData;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Solves for many λ. */
@Command(
        name = "path",
        header = "Solves for many weights of the regularizer, each from its neighbour.",
        description = {
            "",
            "Minimizes what solve does for each weight, largest first, with a certificate",
            "for each. Writes the factors, U-k.npy and V-k.npy for the k-th weight, and",
            "path.json as soon as a weight is solved; path.png in the end; with --tiles also",
            "tiles-k.png.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PathCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
    @Mixin private final TilesOption tiles = new TilesOption();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Grid grid;

    @Option(
            names = "--hold-out",
            paramLabel = "F",
            description =
                    "Hold out this fraction of the entries at random, by --seed, and score each"
                            + " solution by them.")
    private @Nullable Double holdOut;

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description =
                    "Stop the whole path after so many seconds, with the weights solved until then"
                            + " and the best point of the one being solved.")
    private @Nullable Double timeLimit;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("nadir-path");

    PathCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The weights: given, or in geometric progression. */
    static final class Grid {
        @Option(
                names = "--lambdas",
                required = true,
                split = ",",
                paramLabel = "L",
                description = "The weights, separated by commas.")
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
    static final class Geometric {
        @Option(
                names = "--ratio",
                required = true,
                paramLabel = "R",
                description =
                        "The k-th weight is R^k times the least at which the solution is zero.")
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
        PictureWarmUp.start();
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
        return timeLimit == null ? path : path.withTimeLimit(Stopwatch.duration(timeLimit));
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
                OutputDirectory output =
                        OutputDirectory.open(out, PathOutput.files(data.inputs()));
                ProgressDisplay display = printing.display(terminal, options)) {
            PathOutput written =
                    new PathOutput(
                            terminal,
                            output,
                            problem,
                            options,
                            tiles,
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
