package io.nadir.cli;

import io.nadir.Problem;
import io.nadir.io.FactorsReader;
import io.nadir.io.OutputDirectory;
import io.nadir.model.ModelData;
import io.nadir.solver.Descent;
import io.nadir.solver.SolverOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Solves a problem and writes factors, report and picture. */
@Command(
        name = "solve",
        header = "Finds and certifies the global minimum of a factorization or a network.",
        description = {
            "",
            "Minimizes, over U, V and their number of columns,",
            "",
            "    loss(Y, U V') + L/2 (||U||^2 + ||V||^2)",
            "",
            "or another loss and regularizer, for the matrix Y in INPUT, of which entries",
            "may be missing, and certifies the result. With --model relu X = relu(S W1) W2'",
            "takes the place of U V', for the inputs S in --inputs.",
            "",
            "Writes U.npy, V.npy (for a tensor W1.npy to WK.npy, for a network W1.npy and",
            "W2.npy), model.json, which predict needs, report.json and convergence.png; with",
            "the loss huber:D also E.npy, the sparse part of Y - U V', with --tiles the picture",
            "tiles.png, and for a network with one input fit.png.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SolveCommand extends SolvingCommand {
    private static final String TILES = "tiles.png";
    private static final String FIT = "fit.png";

    @Mixin private final ProblemOptions problem = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final LambdaOption lambda = new LambdaOption();
    @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
    @Mixin private final TilesOption tiles = new TilesOption();

    @Option(
            names = "--descent",
            paramLabel = "METHOD",
            converter = DescentName.class,
            description =
                    "How to descend between certificates: auto, subspace,"
                            + " alternating-least-squares, columns, quasi-newton or"
                            + " proximal-gradient (default: auto).")
    private Descent descent = SolverOptions.defaults().descent();

    @Option(
            names = "--max-rank",
            paramLabel = "R",
            description = "Largest number of columns of the factors (default: no limit).")
    private int maxRank = SolverOptions.defaults().maxRank();

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Stop after so many seconds with the best point so far.")
    private @Nullable Double timeLimit;

    @Option(
            names = "--warm-start",
            paramLabel = "DIR",
            description = "Start from the factors in this directory (default: from rank 0).")
    private @Nullable Path warmStart;

    SolveCommand(Terminal terminal) {
        super(terminal, Path.of("nadir-out"));
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        SolverOptions options = RefusedException.unless(this::options);
        PictureWarmUp.start();
        ModelData y = problem.read(terminal());
        tiles.requireFits(problem.kind(), y);
        Problem wanted = problem.problem(y, loss, lambda.value());
        if (warmStart != null) {
            options =
                    options.withStart(
                            FactorsReader.read(warmStart, y, problem.inputs().indexing()));
        }
        int exitCode = solve(wanted, checkpoint.addTo(options), watch);
        if (exitCode == ExitCode.CERTIFIED) {
            checkpoint.finish();
        }
        return exitCode;
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
        return files;
    }

    @Override
    void write(Outcome outcome, OutputDirectory output) throws IOException {
        super.write(outcome, output);
        tiles.write(terminal(), output, TILES, outcome.report(), outcome.factors());
        if (FittedFunction.isDrawable(outcome.report().problem())) {
            writePicture(output, FIT, out -> new FittedFunction(outcome).write(out));
        }
    }

    private SolverOptions options() {
        SolverOptions options = certificate.toOptions().withDescent(descent).withMaxRank(maxRank);
        return timeLimit == null ? options : options.withTimeLimit(Stopwatch.duration(timeLimit));
    }
}
