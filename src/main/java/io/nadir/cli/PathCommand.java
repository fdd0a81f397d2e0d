package io.nadir.cli;

import io.nadir.Nadir;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.io.OutputDirectory;
import io.nadir.model.DenseMatrix;
import io.nadir.model.FactorShape;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;
import io.nadir.model.ObservedEntries;
import io.nadir.model.WeightedMatrix;
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
            "for each. Writes the factors, U-k.npy and V-k.npy for the k-th weight, path.json",
            "and path.png; with --tiles also tiles-k.png.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PathCommand implements Callable<Integer> {
    private static final String REPORT = "path.json";
    private static final String PLOT = "path.png";

    private final Terminal terminal;

    @Mixin private final ProblemOptions data = new ProblemOptions();
    @Mixin private final LossOption loss = new LossOption();
    @Mixin private final CertificateOptions certificate = new CertificateOptions();
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
        PathOptions path = RefusedException.unless(grid::toOptions);
        PictureWarmUp.start();
        ModelData training = data.read(terminal);
        tiles.requireFits(training);
        if (holdOut != null) {
            List<ObservedEntries> parts = RefusedException.unless(() -> split(training, options));
            return solve(
                    data.problem(parts.get(0), loss, 1),
                    path.withHeldOut(parts.get(1)),
                    options,
                    watch);
        }
        return solve(data.problem(training, loss, 1), path, options, watch);
    }

    private List<ObservedEntries> split(ModelData all, SolverOptions options) {
        ObservedEntries entries =
                switch (all) {
                    case ObservedEntries observed -> observed;
                    case DenseMatrix dense -> ObservedEntries.copyOf(dense);
                    case WeightedMatrix weighted ->
                            ObservedEntries.copyOf(weighted.y()).withWeights(weighted.weights());
                    default ->
                            throw new IllegalArgumentException(
                                    "--hold-out = "
                                            + holdOut
                                            + ", allowed for dense matrices and those with missing"
                                            + " entries");
                };
        return entries.split(holdOut == null ? 0 : holdOut, options.seed());
    }

    private int solve(Problem problem, PathOptions path, SolverOptions options, Stopwatch watch)
            throws IOException, RefusedException {
        double read = watch.seconds();
        try (Interruption interruption = new Interruption();
                OutputDirectory output = OutputDirectory.open(out, List.of(REPORT, PLOT))) {
            List<PathPoint> points;
            try (ProgressDisplay display = printing.display(terminal, options)) {
                SolverOptions heard = options.withListener(display);
                points =
                        RefusedException.unless(() ->
                                interruption.during(() -> Nadir.solvePath(problem, path, heard)));
            }
            PathReport report = PathReport.of(problem, points, options, read, watch.seconds());
            write(report, output);
            String written = output.commit();
            printing.print(terminal, report);
            printing.note(terminal, "written", written);
            return report.exitCode();
        }
    }

    private void write(PathReport report, OutputDirectory output) throws IOException {
        int count = report.points().size();
        int digits = Integer.toString(count).length();
        for (int k = 0; k < count; k++) {
            Factors factors = report.points().get(k).solution().factors();
            String suffix = String.format("-%0" + digits + "d", k + 1);
            Report point = report.reports().get(k);
            List<FactorShape> shapes = point.problem().y().factorShapes();
            for (int block = 0; block < shapes.size(); block++) {
                Outcome.writeFactor(
                        output, shapes.get(block).name() + suffix + ".npy", factors, block);
            }
            tiles.write(terminal, output, "tiles" + suffix + ".png", point, factors);
        }
        output.write(REPORT, stream -> ReportJson.write(report, stream));
        if (count > 0) {
            PictureFile.write(
                    terminal, output, PLOT, stream -> PathPlot.write(report.points(), stream));
        }
    }
}
