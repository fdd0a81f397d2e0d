package io.nadir.cli;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.io.FactorsReader;
import io.nadir.io.IdFiles;
import io.nadir.io.ModelDirectory;
import io.nadir.io.OutputDirectory;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.TrainedModel;
import io.nadir.solver.Pruning;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Finds the same outputs with fewer columns. */
@Command(
        name = "prune",
        header = "Finds fewer columns or hidden units with the same outputs on the data.",
        description = {
            "",
            "Leaves at most as many columns of the factors, or units of the network, as there",
            "are entries in the data, with the same outputs for them and no larger penalty.",
            "Writes the model as solve does, and report.json with the drift of the outputs.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PruneCommand implements Callable<Integer> {
    /** Pruning does not depend on it. */
    private static final double ANY_LAMBDA = 1;

    private final Terminal terminal;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--factors",
            required = true,
            paramLabel = "DIR",
            description = "Directory with the factors, U.npy and V.npy, or W1.npy to WK.npy.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path factors;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("nadir-pruned");

    PruneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        ModelData y = data.read(terminal);
        Problem problem =
                RefusedException.unless(() -> data.problem(y, new SquaredLoss(), ANY_LAMBDA));
        Factors before = FactorsReader.read(factors, y, data.inputs().indexing());
        Pruning pruning =
                RefusedException.unless(
                        () -> Nadir.prune(problem, before, SolverOptions.defaults()));
        TrainedModel model = y.trained(pruning.factors());
        List<String> files = new ArrayList<>(ModelDirectory.fileNames(model));
        files.add(Outcome.REPORT);
        if (data.inputs().indexing().hasIds()) {
            files.addAll(IdFiles.NAMES);
        }
        try (OutputDirectory output = OutputDirectory.open(out, files)) {
            PruneReport report =
                    PruneReport.of(problem, before, pruning, watch.seconds(), data.inputs());
            printing.print(terminal, report);
            String written =
                    Rescue.commit(
                            output,
                            target -> {
                                ModelDirectory.write(target, model, data.inputs().indexing());
                                target.write(
                                        Outcome.REPORT, stream -> ReportJson.write(report, stream));
                            });
            printing.note(terminal, "written", written);
        }
        return ExitCode.CERTIFIED;
    }
}
