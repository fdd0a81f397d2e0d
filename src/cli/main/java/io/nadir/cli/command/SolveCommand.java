package io.nadir.cli.command;

import io.nadir.Problem;
import io.nadir.cli.option.CertificateOptions;
import io.nadir.cli.option.CheckpointOptions;
import io.nadir.cli.option.DescentName;
import io.nadir.cli.option.FilledOption;
import io.nadir.cli.option.LambdaChoice;
import io.nadir.cli.option.LambdaOption;
import io.nadir.cli.option.LossOption;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.TilesOption;
import io.nadir.cli.option.TimeLimitOption;
import io.nadir.cli.picture.FittedFunction;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.ProgressDisplay;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Inputs;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.FactorsReader;
import io.nadir.io.output.OutputDirectory;
import io.nadir.model.ModelData;
import io.nadir.solver.Descent;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Solves a problem and writes factors, report and picture. */
@Section.In(Section.RUN)
@Command(
        name = "solve",
        header = "Finds the global minimum of a factorization or a network, and proves it.",
        description = {
            "",
            "Fits U V' to the matrix Y in INPUT, with as many columns in U and V as it",
            "takes, so that",
            "",
            "    loss(Y, U V') + L/2 (||U||^2 + ||V||^2)",
            "",
            "is least, and certifies how far the result is from the global minimum. Entries",
            "of Y may be missing. Other losses, penalties and models take their places:",
            "--model relu fits relu(S W1) W2' to Y, for inputs S in --inputs.",
            "",
            "Writes the factors (U.npy and V.npy; W1.npy, W2.npy, ... for tensors and",
            "networks), model.json, which predict reads, report.json, and the picture",
            "convergence.png. The loss huber:D adds E.npy, the outliers in Y; --tiles adds",
            "tiles.png; a network with one input adds fit.png; names of rows or columns add",
            "factors.png, the leading ones of each column; --filled adds the matrix with its",
            "missing entries filled in."
        },
        footer = {
            "  nadir solve y.csv --lambda auto",
            "  nadir solve ratings.csv --missing unlisted --lambda 2.5 --out model",
            "  nadir solve photo.npy --loss huber:10 --lambda 400 --evidence proved",
            "  nadir solve counts.npy --model nmf --lambda 1 --time-limit 60",
            "  nadir solve counts.npy --model nmf --lambda 1 --rank 20",
            "  nadir solve y.csv --missing nan --lambda auto --filled y-filled.csv",
            "  nadir solve y.csv --model relu --inputs s.csv --bias --lambda 0.1"
        })
public class SolveCommand extends SolvingCommand {
    private static final String TILES = "tiles.png";
    private static final String FIT = "fit.png";

    @Mixin private final ProblemOptions problem = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final LambdaOption lambda = new LambdaOption();
    @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final TilesOption tiles = new TilesOption();
    @Mixin private final FilledOption filled = new FilledOption();

    @Option(
            names = "--descent",
            paramLabel = "METHOD",
            converter = DescentName.class,
            description =
                    "Method of descent between certificates: auto, subspace, "
                            + "alternating-least-squares, columns, units, quasi-newton or "
                            + "proximal-gradient (default: auto).")
    private Descent descent = SolverOptions.defaults().descent();

    @Option(
            names = "--max-rank",
            paramLabel = "R",
            description = "Largest number of columns of the factors (default: no limit).")
    private @Nullable Integer maxRank;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = {
                "Fit R columns, no more, and tell how far the result is from the minimum over any"
                        + " number of columns (default: as many columns as that minimum takes)."
            })
    private @Nullable Integer rank;

    @Mixin private final TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(
            names = "--warm-start",
            paramLabel = "DIR",
            description = "Start from the factors in this directory (default: start from rank 0).")
    private @Nullable Path warmStart;

    public SolveCommand(Terminal terminal) {
        super(terminal, "nadir-out");
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = requireAllowed();
        warmUp();
        ModelData y = problem.read(printing().watched(terminal), loss);
        tiles.requireFits(problem.kind(), y);
        double read = watch.seconds();
        Problem any = problem.problem(y, loss, 1);
        LambdaChoice.Chosen chosen =
                lambda.choose(any, options, printing().pathProgress(terminal, any));
        chosen.advice().forEach(text -> printing().advise(terminal, text));
        if (warmStart != null) {
            options =
                    options.withStart(
                            FactorsReader.read(warmStart, y, problem.inputs().indexing()));
        }
        int exitCode =
                solve(chosen.problem(), chosen.origin(), checkpoint.addTo(options), watch, read);
        if (exitCode == ExitCode.CERTIFIED) {
            checkpoint.finish();
        }
        return exitCode;
    }

    /** Prepares what draws pictures, if there will be any. */
    void warmUp() {
        pictures().warmUp();
    }

    /**
     * Returns the options of the solver.
     *
     * @throws RefusedException if options have values that no data allow
     */
    final SolverOptions requireAllowed() throws RefusedException {
        pictures().requireAllowed(tiles);
        requireTables();
        problem.requireFillable(filled);
        return RefusedException.unless(this::options);
    }

    @Override
    void showPasses(ProgressDisplay display) {
        problem.showPasses(display);
    }

    @Override
    String howToGoOn() {
        return checkpoint.howToGoOn();
    }

    @Override
    Inputs inputs() {
        return problem.inputs();
    }

    @Override
    List<String> files() {
        List<String> files = new ArrayList<>(super.files());
        files.addAll(tiles.files(TILES));
        files.add(FIT);
        files.addAll(filled.files());
        return files;
    }

    @Override
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        super.write(outcome, output);
        filled.write(output, outcome.model(), outcome.report().problem().y(), inputs().indexing());
        tiles.write(terminal, output, TILES, outcome.report(), outcome.factors());
        if (FittedFunction.isDrawable(outcome.report().problem())) {
            writePicture(output, FIT, out -> new FittedFunction(outcome).write(out));
        }
    }

    private SolverOptions options() {
        SolverOptions options = withRank(certificate.toOptions().withDescent(descent));
        Duration limit = timeLimit.value();
        return limit == null ? options : options.withTimeLimit(limit);
    }

    private SolverOptions withRank(SolverOptions options) {
        if (rank != null && maxRank != null) {
            throw new IllegalArgumentException(
                    "rank = " + rank + ", allowed without --max-rank, which is a limit only");
        }
        if (rank != null) {
            return options.withRank(rank);
        }
        return maxRank == null ? options : options.withMaxRank(maxRank);
    }
}
