package io.nadir.cli.command;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.cli.option.FactorsOption;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.ProblemOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.PruneReport;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.ModelDirectory;
import io.nadir.io.output.OutputDirectory;
import io.nadir.loss.SquaredLoss;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.Offsets;
import io.nadir.model.TrainedModel;
import io.nadir.solver.Pruning;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the same outputs with fewer columns. */
@Command(
        name = "prune",
        header = "Removes columns or hidden units without changing the outputs on the data.",
        description = {
            "",
            "Leaves at most as many columns of the factors, or units of the network, as the",
            "data have entries. The outputs for the data stay the same and the penalty does",
            "not grow. Writes the model as solve does, and report.json, which says how much",
            "rounding has changed the outputs."
        },
        footer = {"  nadir prune photo.npy --factors nadir-out"})
public final class PruneCommand extends NadirCommand {
    /** Pruning does not depend on it. */
    private static final double ANY_LAMBDA = 1;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Mixin private final FactorsOption factors = new FactorsOption();

    @Mixin private final OutOption out = new OutOption("nadir-pruned");

    public PruneCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        ModelData y = data.read(printing.watched(terminal));
        Problem problem =
                RefusedException.unless(() -> data.problem(y, new SquaredLoss(), ANY_LAMBDA));
        Factors before = factors.read(y, data.inputs());
        Pruning pruning =
                RefusedException.unless(
                        () -> Nadir.prune(problem, before, SolverOptions.defaults()));
        data.clearPasses();
        TrainedModel model = model(y, pruning.factors());
        List<String> files = new ArrayList<>(ModelDirectory.fileNames(model));
        files.add(Outcome.REPORT);
        files.addAll(ModelDirectory.fileNames(data.inputs().indexing()));
        try (OutputDirectory output = out.open(files)) {
            PruneReport report =
                    PruneReport.of(problem, before, pruning, watch.seconds(), data.inputs());
            return finish(
                    report,
                    printing,
                    output,
                    target -> {
                        ModelDirectory.write(target, model, data.inputs().indexing());
                        target.write(Outcome.REPORT, report::writeJson);
                    });
        }
    }

    /** The outputs that stay the same include the offsets of the model that is pruned. */
    private TrainedModel model(ModelData y, Factors pruned) throws IOException, RefusedException {
        TrainedModel before = factors.model();
        Offsets offsets = before == null ? null : before.offsets();
        Centering centering = offsets == null ? Centering.NONE : offsets.centering();
        // A penalty of offsets has no part in what pruning does: it may be left out.
        if (y.centering() != centering) {
            throw RefusedException.of(
                    "--center = "
                            + y.centering().label()
                            + ", allowed for the model in --factors is "
                            + centering.label());
        }
        return before == null || offsets == null ? y.trained(pruned) : before.withFactors(pruned);
    }
}
