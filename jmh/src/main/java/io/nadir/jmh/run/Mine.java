package io.nadir.jmh.run;

import io.nadir.jmh.MineBenchmark;
import io.nadir.jmh.Shape;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The user's own case: which data, which model, and a preset made of them. */
final class Mine {
    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The data: .npy, .mtx or .csv without missing entries.")
    private @Nullable Path input;

    @Option(
            names = "--shape",
            paramLabel = "MxN",
            description = "Makes data of this shape and rank instead; by default 1000x500.")
    private @Nullable String shape;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description =
                    "Columns of the factors in passes, and of data that are made; by default"
                            + " ${DEFAULT-VALUE}.",
            defaultValue = "12")
    private int rank;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description =
                    "squared, huber:DELTA, logistic, squared-hinge or poisson; by default"
                            + " ${DEFAULT-VALUE}.",
            defaultValue = "squared")
    private String loss = "squared";

    @Option(
            names = "--lambda",
            paramLabel = "L",
            description =
                    "Weight of the nuclear norm; by default a tenth of the smallest one whose"
                            + " solution is zero.",
            defaultValue = "0")
    private double lambda;

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            description = "Numbers of threads, separated by commas; by default 1.",
            defaultValue = "1")
    private List<Integer> threads = List.of(1);

    /**
     * The benchmarks of this case, in five forks each.
     *
     * @throws IllegalArgumentException if options do not fit
     */
    Preset preset() {
        check();
        return new Preset(
                "mine",
                Stream.concat(
                                Preset.peaks(),
                                Stream.of(
                                                Preset.ownCase("MineBenchmark.evaluate", 12),
                                                Preset.ownCase("MineBenchmark.certify", 12),
                                                Preset.ownCase("MineBenchmark.solve", 3))
                                        .map(this::withParameters))
                        .toList());
    }

    private Batch withParameters(Batch batch) {
        Path file = input;
        return batch.with("input", file == null ? "" : file.toAbsolutePath().toString())
                .with("shape", shape == null ? "1000x500" : shape)
                .with("rank", Integer.toString(rank))
                .with("loss", loss)
                .with("lambda", Double.toString(lambda))
                .with("threads", threads.stream().map(String::valueOf).toArray(String[]::new));
    }

    private void check() {
        MineBenchmark.loss(loss);
        Path file = input;
        if (file != null && shape != null) {
            throw new IllegalArgumentException("--input and --shape exclude each other");
        }
        if (file != null && !Files.exists(file)) {
            throw new IllegalArgumentException("--input " + file + ": no such file");
        }
        if (shape != null) {
            if (!shape.matches("[1-9]\\d{0,6}x[1-9]\\d{0,6}")) {
                throw new IllegalArgumentException("--shape " + shape + ": must be like 5000x800");
            }
            if (Shape.parse(shape).elements() > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("--shape " + shape + ": too large");
            }
        }
        if (rank < 1 || threads.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("--rank and --threads must be at least 1");
        }
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--lambda " + lambda + ": must be at least 0");
        }
        if (file != null) {
            requireUsable(file);
        }
    }

    /** Reads the data here, because a process of JMH would fail with a stack trace. */
    private void requireUsable(Path file) {
        MineBenchmark benchmark = new MineBenchmark();
        benchmark.input = file.toString();
        benchmark.rank = rank;
        benchmark.loss = loss;
        benchmark.lambda = lambda;
        try {
            benchmark.setUp();
            benchmark.tearDown();
        } catch (IOException | IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            String name = file + ": ";
            throw new IllegalArgumentException(
                    "--input " + (problem.startsWith(name) ? "" : name) + problem, e);
        }
    }
}
