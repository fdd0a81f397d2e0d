package io.nadir.cli.command;

import io.nadir.array.WorkInterruptedException;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.option.WideNetwork;
import io.nadir.cli.option.WideOptions;
import io.nadir.cli.picture.PictureFile;
import io.nadir.cli.picture.PictureWarmUp;
import io.nadir.cli.picture.WidePathPlot;
import io.nadir.cli.progress.Interruption;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Stopwatch;
import io.nadir.cli.report.WidePathReport;
import io.nadir.io.MatrixWriter;
import io.nadir.io.output.OutputDirectory;
import io.nadir.landscape.WideCheck;
import io.nadir.landscape.WideParameters;
import io.nadir.landscape.WidePath;
import io.nadir.landscape.WideProblem;
import io.nadir.matrix.DenseMatrix;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Connects two wide networks. */
@Section.In(Section.RUN)
@Command(
        name = "wide-path",
        header = "Connects two wide networks by a path without a barrier, and checks it.",
        description = {
            "",
            "A network maps x to Theta_l f(... Theta_1 f(Theta_0 x)) with an activation f.",
            "If two networks are wide enough, a path leads from one to the other on which",
            "the loss is first constant, then convex, then constant again, so that no",
            "barrier separates them. Constructs this path, and checks the loss at many",
            "points of it. Writes path.png, report.json, and the best network on the path:",
            "Theta0.npy, Theta1.npy, ..."
        },
        footer = {
            "  nadir wide-path x.csv y.csv",
            "  nadir wide-path x.csv y.csv --from random:1 --to trained:2",
            "",
            "Exit codes: 0 verified at all points; 3 not verified."
        })
public final class WidePathCommand extends NadirCommand {
    private static final String PLOT = "path.png";

    /** Points of the straight line from one network to the other. */
    private static final int STRAIGHT = 101;

    @Mixin private final WideOptions options = new WideOptions();
    @Mixin private final PrintOptions printing = new PrintOptions();

    @Option(
            names = "--from",
            paramLabel = "NETWORK",
            converter = WideNetwork.Converter.class,
            description =
                    "Where to start. DIR: the network in Theta0.npy, Theta1.npy, ... in a"
                            + " directory. random:SEED: random weights. trained:SEED or"
                            + " trained:SEED:STEPS: random weights and then 1000 or STEPS steps of"
                            + " gradient descent (default: random:1).")
    private WideNetwork from = new WideNetwork.Converter().convert("random:1");

    @Option(
            names = "--to",
            paramLabel = "NETWORK",
            converter = WideNetwork.Converter.class,
            description = "Where to end, with the same choices (default: trained:2).")
    private WideNetwork to = new WideNetwork.Converter().convert("trained:2");

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Points to check on each path (default: ${DEFAULT-VALUE}).")
    private int points = 10_000;

    @Mixin private final OutOption out = new OutOption("nadir-wide-path");

    public WidePathCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        PictureWarmUp.start();
        WideProblem problem = options.problem(terminal);
        List<Integer> widths = options.widths(problem);
        try (Interruption interruption = new Interruption();
                OutputDirectory output = out.open(files(problem))) {
            Supplier<WideParameters> first = from.read(problem, widths);
            Supplier<WideParameters> last = to.read(problem, widths);
            double read = watch.seconds();
            WidePathReport report =
                    RefusedException.unless(() ->
                            interruption.during(() -> follow(problem, first, last, read, watch)));
            return finish(report, printing, output, target -> write(report, target));
        } catch (WorkInterruptedException e) {
            terminal.err().println("nadir: interrupted, nothing is written");
            return ExitCode.INTERRUPTED;
        }
    }

    private WidePathReport follow(
            WideProblem problem,
            Supplier<WideParameters> makeFirst,
            Supplier<WideParameters> makeLast,
            double read,
            Stopwatch watch) {
        WideParameters first = makeFirst.get();
        WideParameters last = makeLast.get();
        WidePath path = WidePath.between(problem, first, last);
        WideCheck check = path.check(points);
        WidePath descent = path.descent();
        WideCheck descentCheck = descent.check(points);
        double[] straight = new double[STRAIGHT];
        for (int i = 0; i < STRAIGHT; i++) {
            straight[i] = problem.loss(first.mix(last, i / (STRAIGHT - 1.0)));
        }
        return new WidePathReport(
                from.name(),
                to.name(),
                path,
                check,
                descent,
                descentCheck,
                straight,
                read,
                watch.seconds(),
                options.inputs());
    }

    private static List<String> files(WideProblem problem) {
        List<String> files = new ArrayList<>(List.of(Outcome.REPORT, PLOT));
        for (int j = 0; j <= problem.depth(); j++) {
            files.add(WideNetwork.file(j));
        }
        return files;
    }

    private void write(WidePathReport report, OutputDirectory output) throws IOException {
        WideParameters end = report.descent().end();
        for (int j = 0; j <= end.depth(); j++) {
            DenseMatrix layer = end.layer(j);
            double[] values = layer.blocks().get(0).data();
            List<Integer> shape = List.of(layer.rows(), layer.columns());
            String name = WideNetwork.file(j);
            output.write(name, stream -> MatrixWriter.write(name, stream, shape, values));
        }
        output.write(Outcome.REPORT, report::writeJson);
        PictureFile.write(terminal, output, PLOT, stream -> WidePathPlot.write(report, stream));
    }
}
