package io.nadir.cli.command;

import io.nadir.cli.option.CompleteData;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.SampleFiles;
import io.nadir.cli.option.Section;
import io.nadir.cli.picture.LandscapePlot;
import io.nadir.cli.picture.PictureFile;
import io.nadir.cli.picture.PictureWarmUp;
import io.nadir.cli.progress.Outcome;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.LandscapeReport;
import io.nadir.cli.report.LandscapeRequest;
import io.nadir.cli.report.Stopwatch;
import io.nadir.io.FactorsReader;
import io.nadir.io.MatrixReader;
import io.nadir.io.MatrixWriter;
import io.nadir.io.output.OutputDirectory;
import io.nadir.landscape.LinearLandscape;
import io.nadir.landscape.LinearNetwork;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Describes the landscape of a linear network. */
@Section.In(Section.RUN)
@Command(
        name = "landscape",
        header = "Describes the error of a linear network: its minima, saddles, and descent.",
        description = {
            "",
            "For samples in the rows of X and Y and weights WL ... W1, the risk",
            "",
            "    (1/m) sum_i ||y_i - WL ... W1 x_i||^2",
            "",
            "has a global minimum and saddles in closed form. Writes a global minimum",
            "(U.npy and V.npy with W2 = U and W1 = V', or W1.npy to WL.npy), report.json",
            "and landscape.png. With --factors, also tells whether the given weights are a",
            "minimum or a saddle; the exit code is 3 if they are not a global minimum."
        },
        footer = {
            "  nadir landscape x.csv y.csv --widths 2",
            "  nadir landscape x.csv y.csv --widths 3,2 --factors weights"
        })
public final class LandscapeCommand extends NadirCommand {
    private static final String PLOT = "landscape.png";

    @Mixin private final PrintOptions printing = new PrintOptions();
    @Mixin private final SampleFiles files = new SampleFiles();

    @Section.In(Section.MODEL)
    @Option(
            names = "--widths",
            required = true,
            split = ",",
            paramLabel = "K",
            description = "Widths of the hidden layers, separated by commas. Required.")
    private List<Integer> widths = List.of();

    @Section.In(Section.DATA)
    @Option(
            names = "--factors",
            paramLabel = "DIR",
            description =
                    "Directory with weights to analyze and to descend from: U.npy (outputs x K) and"
                            + " V.npy (inputs x K) for one hidden layer, W1.npy to WL.npy, from"
                            + " inputs to outputs, for more (default: descend from 0).")
    private @Nullable Path factors;

    @Section.In(Section.OUTPUT)
    @Option(
            names = "--values",
            paramLabel = "N",
            description =
                    "How many critical values to list, the lowest first (default:"
                            + " ${DEFAULT-VALUE}).")
    private int values = 24;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description =
                    "Numbers below T times the size of the data count as zero (default:"
                            + " ${DEFAULT-VALUE}).")
    private double tolerance = LinearLandscape.DEFAULT_TOLERANCE;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            description = "Largest number of steps of the descent (default: ${DEFAULT-VALUE}).")
    private int maxSteps = 10_000;

    @Mixin private final OutOption out = new OutOption("nadir-landscape");

    public LandscapeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        PictureWarmUp.start();
        SampleFiles.Samples samples = files.read(terminal);
        DenseMatrix inputs = samples.x();
        DenseMatrix targets = samples.y();
        int[] hidden = widths.stream().mapToInt(Integer::intValue).toArray();
        LinearNetwork given =
                factors == null
                        ? null
                        : readNetwork(factors, inputs.columns(), targets.columns(), hidden);
        double read = watch.seconds();
        try (OutputDirectory output = out.open(files(hidden.length))) {
            LandscapeReport report =
                    RefusedException.unless(() -> {
                        LandscapeRequest request =
                                new LandscapeRequest(hidden, tolerance, maxSteps, values);
                        return LandscapeReport.of(
                                inputs, targets, request, given, read, watch, samples.inputs());
                    });
            return finish(report, printing, output, target -> write(report, target));
        }
    }

    private void write(LandscapeReport report, OutputDirectory output) throws IOException {
        writeNetwork(output, report.minimum());
        output.write(Outcome.REPORT, report::writeJson);
        PictureFile.write(terminal, output, PLOT, stream -> LandscapePlot.write(report, stream));
    }

    private static List<String> files(int hiddenLayers) {
        List<String> files = new ArrayList<>(names(hiddenLayers + 1));
        files.add(Outcome.REPORT);
        files.add(PLOT);
        return files;
    }

    private static List<String> names(int depth) {
        return depth == 2
                ? List.of(FactorsReader.U, FactorsReader.V)
                : IntStream.rangeClosed(1, depth).mapToObj(l -> "W" + l + ".npy").toList();
    }

    private static LinearNetwork readNetwork(Path directory, int inputs, int outputs, int[] hidden)
            throws IOException, RefusedException {
        int[] widths = new int[hidden.length + 2];
        widths[0] = inputs;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[hidden.length + 1] = outputs;
        List<String> names = names(hidden.length + 1);
        if (hidden.length == 1) {
            double[] u = readWeights(directory.resolve(names.get(0)), outputs, hidden[0]);
            double[] v = readWeights(directory.resolve(names.get(1)), inputs, hidden[0]);
            return RefusedException.unless(() -> LinearNetwork.copyOfFactors(hidden[0], u, v));
        }
        List<double[]> weights = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            Path file = directory.resolve(names.get(l - 1));
            weights.add(readWeights(file, widths[l], widths[l - 1]));
        }
        return RefusedException.unless(() -> LinearNetwork.copyOf(widths, weights));
    }

    private static double[] readWeights(Path file, int rows, int columns)
            throws IOException, RefusedException {
        DenseMatrix matrix = CompleteData.ofWeights(() -> MatrixReader.read(file));
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw RefusedException.of(
                    String.format(
                            "%s: is %d x %d, must be %d x %d",
                            file, matrix.rows(), matrix.columns(), rows, columns));
        }
        return matrix.toArray();
    }

    private static void writeNetwork(OutputDirectory output, LinearNetwork network)
            throws IOException {
        int[] widths = network.widths();
        List<String> names = names(network.depth());
        if (network.depth() == 2) {
            write(output, names.get(0), widths[2], widths[1], network.u());
            write(output, names.get(1), widths[0], widths[1], network.v());
            return;
        }
        for (int l = 1; l < widths.length; l++) {
            write(output, names.get(l - 1), widths[l], widths[l - 1], network.layer(l));
        }
    }

    private static void write(
            OutputDirectory output, String name, int rows, int columns, double[] values)
            throws IOException {
        List<Integer> shape = List.of(rows, columns);
        output.write(name, stream -> MatrixWriter.write(name, stream, shape, values));
    }
}
