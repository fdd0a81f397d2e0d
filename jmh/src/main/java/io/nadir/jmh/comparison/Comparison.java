package io.nadir.jmh.comparison;

import io.nadir.model.TrainedModel;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains networks of 2 and 3 layers with a squared hinge loss and with cross-entropy: without
 * penalty, with weight decay, and with the product of the norms of the weights. The weight of the
 * penalty is chosen on as many further training samples as a fifth of those in training.
 */
public final class Comparison {
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
                    "Repetitions, each with its own samples and first weights (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seeds = 5;

    @Option(
            names = "--networks",
            paramLabel = "R",
            description = "Parallel subnetworks (default: ${DEFAULT-VALUE}).")
    private int networks = 8;

    @Option(
            names = "--width",
            paramLabel = "H",
            description = "Units in each hidden layer of a subnetwork (default: ${DEFAULT-VALUE}).")
    private int width = 8;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of each descent (default: ${DEFAULT-VALUE}).")
    private int steps = 150;

    /** A cell of the table. */
    private record Cell(Training training, int samples) {}

    /**
     * Trains on {@code train.csv} with {@code train-labels.csv}, and tests on {@code test.csv} with
     * {@code test-labels.csv}.
     *
     * @param directory where these files are
     * @return the accuracies on the test samples, as a Markdown table
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the files or the options do not go together
     */
    public String table(Path directory) throws IOException {
        LabelledSamples pool = LabelledSamples.read(directory, "train");
        LabelledSamples held = LabelledSamples.read(directory, "test");
        requireAllowed(pool, held);
        Map<Cell, double[]> results = run(pool, held);
        return AccuracyTable.of(sizes, (t, n) -> results.get(new Cell(t, n)));
    }

    private void requireAllowed(LabelledSamples pool, LabelledSamples held) {
        require(
                held.inputs().columns() == pool.inputs().columns(),
                "test.csv has other inputs than train.csv");
        require(
                held.classes() <= pool.classes() && pool.classes() >= 2,
                "train-labels.csv must have 2 classes or more, and all of test-labels.csv");
        for (int size : sizes) {
            require(
                    size >= 1 && size + Math.ceilDiv(size, 5) <= pool.size(),
                    "--sizes = " + size + ", allowed are 1 to five sixths of the training samples");
        }
        require(
                seeds >= 1 && networks >= 1 && width >= 1 && steps >= 1,
                "--seeds, --networks, --width and --steps: allowed are 1 and more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** All cells, a thread for each processor; results do not depend on it. */
    private Map<Cell, double[]> run(LabelledSamples pool, LabelledSamples held) {
        LabelledSamples tested = held.withBias(IntStream.range(0, held.size()).toArray());
        List<Cell> cells = new ArrayList<>();
        for (int samples : sizes) {
            for (Training training : AccuracyTable.trainings()) {
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
            TrainedModel network = cell.training.train(training, pool.classes(), weight, size);
            double score = validation.accuracy(network);
            if (score > best) {
                best = score;
                accuracy = tested.accuracy(network);
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
