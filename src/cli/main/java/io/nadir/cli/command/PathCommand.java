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
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.cli.report.PathReport;
import io.nadir.cli.report.Report;
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
            "path.png at the end.",
            "",
            "With --hold-out, each solution is scored on the entries held out. The weight of",
            "the least error is then solved for once more, on all entries, and written as a",
            "model: U.npy, V.npy, model.json and report.json, for predict and --warm-start."
        },
        footer = {
            "  nadir path ratings.csv --missing unlisted --hold-out 0.1",
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

    @ArgGroup private Grid grid = new Grid();

    @Section.In(Section.DATA)
    @Option(
            names = "--hold-out",
            paramLabel = "F",
            description =
                    "Hold out this fraction of the entries, chosen at random by --seed, and "
                            + "score each solution on them.")
    private @Nullable Double holdOut;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--patience",
            paramLabel = "K",
            description =
                    "Leave out smaller weights after K in a row whose error on the entries held out"
                            + " is above the least so far; 0 for none (default: 3, and 0 with "
                            + "--lambdas).")
    private @Nullable Integer patience;

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
                        "The weights of the penalty, separated by commas (default: chosen by "
                                + "--ratio and --count).")
        private List<Double> lambdas = List.of();

        @ArgGroup(exclusive = false)
        private Geometric geometric = new Geometric();

        boolean isGiven() {
            return !lambdas.isEmpty();
        }

        PathOptions toOptions() {
            return isGiven()
                    ? PathOptions.of(lambdas)
                    : PathOptions.geometric(geometric.ratio, geometric.count);
        }
    }

    /** Weights in geometric progression. */
    @Section.In(Section.REGULARIZATION)
    static final class Geometric {
        @Option(
                names = "--ratio",
                paramLabel = "R",
                description =
                        "Choose the weights: the k-th is R^k times the least weight for which "
                                + "the solution is zero (default: ${DEFAULT-VALUE}).")
        private double ratio = 0.75;

        @Option(
                names = "--count",
                paramLabel = "N",
                description = "Number of weights (default: ${DEFAULT-VALUE}).")
        private int count = 16;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(certificate::toOptions);
        PathOptions path = RefusedException.unless(this::pathOptions);
        pictures.requireAllowed(tiles);
        pictures.warmUp();
        ModelData training = data.read(terminal, loss);
        tiles.requireFits(data.kind(), training);
        if (holdOut != null) {
            List<? extends ModelData> parts =
                    RefusedException.unless(() -> split(training, options));
            return solve(
                    data.problem(parts.get(0), loss, 1),
                    data.problem(training, loss, 1),
                    path.withHeldOut(parts.get(1)),
                    options,
                    watch);
        }
        return solve(data.problem(training, loss, 1), null, path, options, watch);
    }

    private PathOptions pathOptions() {
        int worse = patience != null ? patience : grid.isGiven() ? 0 : 3;
        PathOptions path = grid.toOptions().withPatience(worse);
        Duration limit = timeLimit.value();
        return limit == null ? path : path.withTimeLimit(limit);
    }

    private List<? extends ModelData> split(ModelData all, SolverOptions options) {
        try {
            return all.split(holdOut == null ? 0 : holdOut, options.seed());
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    ("--hold-out = %s, allowed for dense matrices, those with missing entries, and"
                                    + " those with weights (implicit feedback, --unlisted-weight)")
                            .formatted(holdOut),
                    e);
        }
    }

    /** Solves, and then for the best λ the problem {@code whole} if it is not null. */
    private int solve(
            Problem problem,
            @Nullable Problem whole,
            PathOptions path,
            SolverOptions options,
            Stopwatch watch)
            throws IOException, RefusedException {
        double read = watch.seconds();
        PathOptions kept = checkpoint.addTo(path);
        History history = new History();
        try (Interruption interruption = new Interruption();
                OutputDirectory output = out.open(PathOutput.files(data.inputs(), problem.y()));
                ProgressDisplay display = printing.display(terminal, options)) {
            PathOutput written =
                    new PathOutput(
                            terminal,
                            output,
                            problem,
                            path.grid(),
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
            boolean finished = !interruption.happened() && !written.isCutShort();
            @Nullable Outcome refit =
                    finished ? refit(whole, points, options, interruption, watch, read) : null;
            if (refit != null) {
                written.keep(refit);
            }
            return finish(written, refit, interruption.happened());
        }
    }

    /** The solution of the whole problem for the best λ; null if there is no score. */
    private @Nullable Outcome refit(
            @Nullable Problem whole,
            List<PathPoint> points,
            SolverOptions options,
            Interruption interruption,
            Stopwatch watch,
            double read)
            throws RefusedException {
        int best = PathPoint.best(points);
        if (whole == null || best < 0) {
            return null;
        }
        PathPoint point = points.get(best);
        ProgressDisplay display = printing.display(terminal, options);
        return RefusedException.unless(() ->
                Outcome.ofSolve(
                        whole.withLambda(point.lambda()),
                        options.withStart(point.solution().factors()),
                        display,
                        interruption,
                        watch,
                        read,
                        data.inputs(),
                        LambdaOrigin.bestOfPath(points.size(), point)));
    }

    private int finish(PathOutput written, @Nullable Outcome refit, boolean interrupted)
            throws IOException, RefusedException {
        PathReport report = written.finish();
        printing.print(terminal, report);
        if (refit != null) {
            note(report, refit.report());
        }
        printing.note(terminal, "written", out + ": " + written.names());
        if (interrupted || written.isCutShort()) {
            String reason = interrupted ? "interrupted" : "the time limit has passed";
            printing.warn(
                    terminal, reason + ": " + written.extent(out) + "; " + checkpoint.howToGoOn());
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.NOT_CERTIFIED;
        }
        int exitCode = report.exitCode();
        if (exitCode == ExitCode.CERTIFIED && refit != null) {
            exitCode = refit.report().exitCode();
        }
        if (exitCode == ExitCode.CERTIFIED) {
            checkpoint.finish();
        }
        return exitCode;
    }

    /** Tells which λ is best, and where a better one may be. */
    private void note(PathReport path, Report refit) {
        printing.note(
                terminal,
                "best",
                String.format(
                        "lambda %.6g; on all entries: rank %d, objective %.9g, relative gap %.2g",
                        refit.problem().lambda(),
                        refit.rank(),
                        refit.certificate().objective(),
                        refit.certificate().relativeGap()));
        int best = PathPoint.best(path.points());
        if (best == path.points().size() - 1) {
            printing.advise(
                    terminal,
                    "the best lambda is the smallest of the path, a smaller one may predict better:"
                            + " go on with smaller --lambdas, or a larger --count");
        } else if (best == 0 && grid.isGiven()) {
            printing.advise(
                    terminal,
                    "the best lambda is the largest of the path, a larger one may predict better:"
                            + " add larger --lambdas");
        }
    }
}
