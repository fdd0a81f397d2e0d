package io.nadir.cli.command;

import io.nadir.cli.experiment.ExperimentTable;
import io.nadir.cli.experiment.LabelledSamples;
import io.nadir.cli.experiment.Training;
import io.nadir.cli.option.OutOption;
import io.nadir.cli.option.RefusedException;
import io.nadir.cli.option.Section;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.ExitCode;
import io.nadir.cli.report.Inputs;
import io.nadir.io.MatrixReader;
import io.nadir.io.ReadResult;
import io.nadir.io.TextFormat;
import io.nadir.io.output.OutputDirectory;
import io.nadir.matrix.DenseMatrix;
import io.nadir.network.deep.TrainedDeepNetwork;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Trains small networks on few samples with and without regularizers, and compares them. */
@Section.In(Section.RUN)
@Command(
        name = "experiment",
        hidden = true,
        footerHeading = "",
        header = "Compares regularizers of small networks trained on few samples.",
        description = {
            "",
            "Trains networks of 2 and 3 layers with a squared hinge loss and with",
            "cross-entropy: without penalty, with weight decay, and with the product of the",
            "norms of the weights. Writes their accuracy on test samples to table.md. The",
            "weight of the penalty is chosen on as many further training samples as a fifth",
            "of those in training."
        })
public final class ExperimentCommand extends NadirCommand {
    private static final String TABLE = "table.md";

    @Section.In(Section.DATA)
    @Option(names = "--train", required = true, paramLabel = "FILE", description = "Inputs.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path train;

    @Section.In(Section.DATA)
    @Option(names = "--train-labels", required = true, paramLabel = "FILE", description = "Labels.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path trainLabels;

    @Section.In(Section.DATA)
    @Option(names = "--test", required = true, paramLabel = "FILE", description = "Test inputs.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path test;

    @Section.In(Section.DATA)
    @Option(names = "--test-labels", required = true, paramLabel = "FILE", description = "Labels.")
    @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
    private Path testLabels;

    @Section.In(Section.DATA)
    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "N",
            description = "Numbers of training samples (default: 256,512,1024).")
    private List<Integer> sizes = List.of(256, 512, 1024);

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Repetitions, with other samples and weights (default: ${DEFAULT-VALUE}).")
    private int seeds = 5;

    @Option(
            names = "--networks",
            paramLabel = "R",
            description = "Parallel networks (default: ${DEFAULT-VALUE}).")
    private int networks = 8;

    @Option(
            names = "--width",
            paramLabel = "H",
            description = "Units in each hidden layer of each (default: ${DEFAULT-VALUE}).")
    private int width = 8;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of each descent (default: ${DEFAULT-VALUE}).")
    private int steps = 150;

    @Mixin private final OutOption out = new OutOption("nadir-experiment");

    private Inputs understood = Inputs.none();

    public ExperimentCommand(Terminal terminal) {
        super(terminal);
    }

    /** A cell of the table. */
    private record Cell(Training training, int samples) {}

    @Override
    public Integer call() throws IOException, RefusedException {
        LabelledSamples pool = read(train, "--train", trainLabels, "--train-labels");
        LabelledSamples held = read(test, "--test", testLabels, "--test-labels");
        requireAllowed(pool, held);
        try (OutputDirectory output = out.open(List.of(TABLE))) {
            Map<Cell, double[]> results = run(pool, held);
            String table = ExperimentTable.of(sizes, (t, n) -> results.get(new Cell(t, n)));
            terminal.out().print(table);
            terminal.out().print(understood.lines());
            byte[] bytes = table.getBytes(StandardCharsets.UTF_8);
            Rescue.commit(output, target -> target.write(TABLE, stream -> stream.write(bytes)));
        }
        return ExitCode.CERTIFIED;
    }

    private LabelledSamples read(
            Path inputs, String inputsArgument, Path labels, String labelsArgument)
            throws IOException, RefusedException {
        ReadResult<DenseMatrix> samples = MatrixReader.read(inputs, TextFormat.defaults());
        ReadResult<DenseMatrix> classes = MatrixReader.read(labels, TextFormat.defaults());
        understood =
                understood
                        .and(inputsArgument, samples.description())
                        .and(labelsArgument, classes.description());
        return RefusedException.unless(() -> LabelledSamples.of(samples.data(), classes.data()));
    }

    private void requireAllowed(LabelledSamples pool, LabelledSamples held)
            throws RefusedException {
        if (held.inputs().columns() != pool.inputs().columns()) {
            throw RefusedException.of("--test has other inputs than --train");
        }
        if (held.classes() > pool.classes() || pool.classes() < 2) {
            throw RefusedException.of("--train-labels must have 2 classes, and all of the test's");
        }
        for (int size : sizes) {
            if (size < 1 || size + Math.ceilDiv(size, 5) > pool.size()) {
                throw RefusedException.of(
                        "--sizes = "
                                + size
                                + ", allowed are 1 to five sixths of the samples in --train");
            }
        }
        if (seeds < 1 || networks < 1 || width < 1 || steps < 1) {
            throw RefusedException.of(
                    "--seeds, --networks, --width and --steps: allowed are 1 and more");
        }
    }

    /** All cells, a thread for each processor; results do not depend on it. */
    private Map<Cell, double[]> run(LabelledSamples pool, LabelledSamples held) {
        LabelledSamples tested = held.withBias(IntStream.range(0, held.size()).toArray());
        List<Cell> cells = new ArrayList<>();
        for (int samples : sizes) {
            for (Training training : ExperimentTable.trainings()) {
                cells.add(new Cell(training, samples));
            }
        }
        double[][] accuracies = new double[cells.size()][seeds];
        IntStream.range(0, cells.size() * seeds)
                .parallel()
                .forEach(job -> {
                    Cell cell = cells.get(job / seeds);
                    accuracies[job / seeds][job % seeds] =
                            accuracy(cell, pool, tested, job % seeds);
                });
        Map<Cell, double[]> results = new HashMap<>();
        for (int i = 0; i < accuracies.length; i++) {
            results.put(cells.get(i), accuracies[i]);
        }
        return results;
    }

    /** Returns the accuracy of the network whose weight is best on held-out samples. */
    private double accuracy(Cell cell, LabelledSamples pool, LabelledSamples tested, int seed) {
        int[] order = shuffled(pool.size(), seed);
        int n = cell.samples;
        LabelledSamples training = pool.withBias(Arrays.copyOf(order, n));
        LabelledSamples validation =
                pool.withBias(Arrays.copyOfRange(order, n, n + Math.ceilDiv(n, 5)));
        Training.Size size = new Training.Size(networks, width, steps, seed);
        double best = -1;
        double accuracy = 0;
        for (double weight : cell.training.regularization().weights()) {
            TrainedDeepNetwork network =
                    cell.training.train(training, pool.classes(), weight, size);
            double score = validation.accuracy(network.predict(validation.inputs(), 1, null));
            if (score > best) {
                best = score;
                accuracy = tested.accuracy(network.predict(tested.inputs(), 1, null));
            }
        }
        return accuracy;
    }

    private static int[] shuffled(int length, int seed) {
        int[] order = IntStream.range(0, length).toArray();
        Random random = new Random(seed);
        for (int i = length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
