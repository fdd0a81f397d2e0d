package io.nadir.cli;

import io.nadir.io.FactorsReader;
import io.nadir.io.MatrixReader;
import io.nadir.io.NpyWriter;
import io.nadir.io.OutputDirectory;
import io.nadir.io.ReadResult;
import io.nadir.landscape.LinearLandscape;
import io.nadir.landscape.LinearNetwork;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Describes the landscape of a linear network. */
@Command(
        name = "landscape",
        header = "Describes the landscape of a linear network: minimum, saddles, ways out.",
        description = {
            "",
            "For samples in the rows of X and Y and weights WL ... W1, the risk",
            "",
            "    (1/m) sum_i ||y_i - WL ... W1 x_i||^2",
            "",
            "has a global minimum and saddles in closed form. Writes a global minimum, U.npy",
            "and V.npy (W2 = U, W1 = V') or W1.npy to WL.npy, report.json and landscape.png;",
            "with --factors also says what the given weights are. Exit code 3 if they are no",
            "global minimum.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class LandscapeCommand implements Callable<Integer> {
    private static final String PLOT = "landscape.png";
    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Mixin private final PrintOptions printing = new PrintOptions();
    @Mixin private final TextOptions text = new TextOptions();

    @Parameters(
            index = "0",
            paramLabel = "X",
            description = "Inputs, one sample a row: .npy, .mtx or .csv, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String x;

    @Parameters(
            index = "1",
            paramLabel = "Y",
            description = "Targets, as many rows: .npy, .mtx or .csv, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private String y;

    @Option(
            names = "--widths",
            required = true,
            split = ",",
            paramLabel = "K",
            description = "Widths of the hidden layers, separated by commas.")
    private List<Integer> widths = List.of();

    @Option(
            names = "--factors",
            paramLabel = "DIR",
            description =
                    "Directory with weights to analyze and to descend from: U.npy (outputs x K) and"
                            + " V.npy (inputs x K) for one hidden layer, W1.npy to WL.npy, from"
                            + " inputs to outputs, for more (default: descend from 0).")
    private @Nullable Path factors;

    @Option(
            names = "--values",
            paramLabel = "N",
            description = "Number of critical values to list (default: ${DEFAULT-VALUE}).")
    private int values = 24;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description =
                    "What counts as zero beside the size of the data (default: ${DEFAULT-VALUE}).")
    private double tolerance = LinearLandscape.DEFAULT_TOLERANCE;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            description = "Steps of the descent, at most (default: ${DEFAULT-VALUE}).")
    private int maxSteps = 10_000;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the results, made if missing (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("nadir-landscape");

    LandscapeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, RefusedException {
        Stopwatch watch = new Stopwatch();
        if (x.equals(STANDARD_INPUT) && y.equals(STANDARD_INPUT)) {
            throw RefusedException.of("X and Y = -, allowed is standard input for one of them");
        }
        PictureWarmUp.start();
        ReadResult<DenseMatrix> readX = read(x);
        ReadResult<DenseMatrix> readY = read(y);
        Inputs understood = Inputs.of("X", readX.description()).and("Y", readY.description());
        DenseMatrix inputs = readX.data();
        DenseMatrix targets = readY.data();
        int[] hidden = widths.stream().mapToInt(Integer::intValue).toArray();
        LinearNetwork given =
                factors == null
                        ? null
                        : readNetwork(factors, inputs.columns(), targets.columns(), hidden);
        double read = watch.seconds();
        try (OutputDirectory output = OutputDirectory.open(out, files(hidden.length))) {
            LandscapeReport report =
                    RefusedException.unless(() -> {
                        LandscapeRequest request =
                                new LandscapeRequest(hidden, tolerance, maxSteps, values);
                        return LandscapeReport.of(
                                inputs, targets, request, given, read, watch, understood);
                    });
            printing.print(terminal, report);
            String written = Rescue.commit(output, target -> write(report, target));
            printing.note(terminal, "written", written);
            return report.exitCode();
        }
    }

    private void write(LandscapeReport report, OutputDirectory output) throws IOException {
        writeNetwork(output, report.minimum());
        output.write(Outcome.REPORT, stream -> LandscapeJson.write(report, stream));
        PictureFile.write(terminal, output, PLOT, stream -> LandscapePlot.write(report, stream));
    }

    private ReadResult<DenseMatrix> read(String name) throws IOException, RefusedException {
        return name.equals(STANDARD_INPUT)
                ? MatrixReader.read(terminal.in(), "standard input", text.toFormat())
                : MatrixReader.read(Path.of(name), text.toFormat());
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
        DenseMatrix matrix = MatrixReader.read(file);
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw RefusedException.of(
                    String.format(
                            "%s: is %d x %d, must be %d x %d",
                            file, matrix.rows(), matrix.columns(), rows, columns));
        }
        double[] values = new double[rows * columns];
        double[] row = new double[columns];
        for (int i = 0; i < rows; i++) {
            matrix.copyRow(i, row);
            System.arraycopy(row, 0, values, i * columns, columns);
        }
        return values;
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
        output.write(name, stream -> NpyWriter.write(stream, rows, columns, values));
    }
}
