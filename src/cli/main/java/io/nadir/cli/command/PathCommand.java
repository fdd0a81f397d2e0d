package io.nadir.cli.command;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.cli.option.CertificateOptions;
import io.nadir.cli.option.CheckpointOptions;
import io.nadir.cli.option.FilledOption;
import io.nadir.cli.option.GridOptions;
import io.nadir.cli.option.LossOption;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PicturesOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.TilesOption;
import io.nadir.cli.option.TimeLimitOption;
import io.nadir.cli.option.ValidationOptions;
import io.nadir.cli.option.ValidationOptions.Validation;
import io.nadir.cli.progress.History;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.Outcome;
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
            "U-k.npy and V-k.npy, with --tiles also tiles-k.png, path.json and path.csv;",
            "writes path.png at the end.",
            "",
            "With --hold-out, each solution is scored on the entries held out. With --folds,",
            "or --hold-out and --repeats, the entries are divided several times, each part",
            "is solved as well as the whole, and the scores are averaged. A weight is chosen",
            "by its score, and its solution on all entries written as a model: U.npy, V.npy,",
            "model.json and report.json, for predict and --warm-start, and factors.png if",
            "rows or columns have names. The errors of simple models, the mean and offsets of",
            "rows and columns, are shown for comparison.",
            "",
            "Where entries that are not listed count (--sparse, implicit feedback), zeros",
            "are held out with the listed entries, as many, and stand for all zeros by their",
            "weights. What is held out is unknown in training, not a zero: the score is the",
            "error on entries that nobody has seen, under the weights of the loss."
        },
        footer = {
            "  nadir path ratings.csv --missing unlisted --hold-out 0.1",
            "  nadir path photo.npy --lambdas 400,200,100 --hold-out 0.1",
            "  nadir path ratings.csv --missing unlisted --folds 5 --choose one-se",
            "  nadir path ratings.csv --missing unlisted --ratio 0.7 --count 9"
        })
public final class PathCommand extends NadirCommand {
    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
    @Mixin private final TilesOption tiles = new TilesOption();
    @Mixin private final FilledOption filled = new FilledOption();
    @Mixin private final PicturesOption pictures = new PicturesOption();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @ArgGroup private GridOptions grid = new GridOptions();

    @Mixin private final ValidationOptions validation = new ValidationOptions();

    @Mixin private final TimeLimitOption timeLimit = new TimeLimitOption();

    @Mixin private final OutOption out = new OutOption("nadir-path");

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--keep-models",
            description =
                    "Keep each solution as a model of its own, model-k in the directory of the"
                            + " results, for predict and --warm-start.")
    private boolean keepModels;

    public PathCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(certificate::toOptions);
        validation.requireAllowed();
        PathOptions path = RefusedException.unless(this::pathOptions);
        pictures.requireAllowed(tiles);
        data.requireFillable(filled);
        if (filled.isWanted() && !validation.isWanted()) {
            throw RefusedException.of(
                    "--filled is for the model of the λ that a path chooses: add --hold-out or"
                            + " --folds");
        }
        pictures.warmUp();
        ModelData all = data.read(printing.watched(terminal), loss);
        tiles.requireFits(data.kind(), all);
        Validation divided = validation.of(all, path, options.seed());
        Problem problem = data.problem(divided.training(), loss, 1);
        Problem whole = divided.isPart() ? data.problem(all, loss, 1) : null;
        PathSetting setting =
                new PathSetting(
                        problem,
                        divided.path(),
                        options,
                        validation.rule(),
                        data.inputs(),
                        watch.seconds());
        return solve(setting, whole, watch);
    }

    private PathOptions pathOptions() {
        PathOptions path = validation.withPatience(grid.toOptions(), grid.isGiven());
        Duration limit = timeLimit.value();
        return limit == null ? path : path.withTimeLimit(limit);
    }

    /** Solves, and then for the λ chosen the problem {@code whole} if it is not null. */
    private int solve(PathSetting setting, @Nullable Problem whole, Stopwatch watch)
            throws IOException, RefusedException {
        Problem problem = setting.problem();
        PathOptions kept = checkpoint.addTo(setting.path());
        try (Interruption interruption = new Interruption();
                OutputDirectory output = out.open(PathOutput.files(data.inputs(), problem.y()));
                ProgressDisplay display = printing.display(terminal, setting.options())) {
            data.showPasses(display);
            PathOutput written =
                    new PathOutput(
                            terminal, output, setting, files(kept), printing, display, watch);
            PathOptions followed = kept.withListener(written);
            SolverOptions heard = setting.options().withListener(display);
            List<PathPoint> points =
                    RefusedException.unless(() ->
                            interruption.during(() -> Nadir.solvePath(problem, followed, heard)));
            if (points.isEmpty() && interruption.happened()) {
                printing.warn(terminal, "interrupted before any λ was solved: nothing is written");
                return ExitCode.INTERRUPTED;
            }
            boolean finished = !interruption.happened() && !written.isCutShort();
            @Nullable Outcome model =
                    finished ? model(written.report(), whole, interruption, watch) : null;
            if (model != null) {
                written.keep(model, filled);
            }
            return finish(written, model, interruption.happened());
        }
    }

    private PathFiles files(PathOptions path) {
        return new PathFiles(
                terminal,
                tiles,
                pictures,
                data.inputs(),
                path.grid().count(),
                keepModels ? out.directory() : null);
    }

    /**
     * The solution for the λ that is chosen: of the whole problem, solved now if the path was that
     * of a part of the data. Null if there is no score.
     */
    private @Nullable Outcome model(
            PathReport path, @Nullable Problem whole, Interruption interruption, Stopwatch watch)
            throws RefusedException {
        int chosen = path.chosen();
        if (chosen < 0) {
            return null;
        }
        PathPoint point = path.points().get(chosen);
        if (whole == null) {
            return new Outcome(point.solution().factors(), path.chosenReport(), new History());
        }
        ProgressDisplay display = printing.display(terminal, path.options());
        data.showPasses(display);
        return RefusedException.unless(() ->
                Outcome.ofSolve(
                        whole.withLambda(point.lambda()),
                        path.options().withStart(point.solution().factors()),
                        display,
                        interruption,
                        watch,
                        path.read(),
                        data.inputs(),
                        path.origin(point),
                        true));
    }

    private int finish(PathOutput written, @Nullable Outcome model, boolean interrupted)
            throws IOException, RefusedException {
        PathReport report = written.finish();
        printing.print(terminal, report);
        if (model != null) {
            new PathAdvice(terminal, printing, report, grid.isGiven()).give(model.report());
        }
        printing.note(terminal, "written", out + ": " + written.names());
        if (interrupted || written.isCutShort()) {
            String reason = interrupted ? "interrupted" : "the time limit has passed";
            printing.warn(
                    terminal, reason + ": " + written.extent(out) + "; " + checkpoint.howToGoOn());
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.NOT_CERTIFIED;
        }
        int exitCode = report.exitCode();
        if (exitCode == ExitCode.CERTIFIED && model != null) {
            exitCode = model.report().exitCode();
        }
        if (exitCode == ExitCode.CERTIFIED) {
            checkpoint.finish();
        }
        return exitCode;
    }
}
