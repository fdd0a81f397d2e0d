package io.nadir.jmh.run;

import io.nadir.jmh.MineBenchmark;
import io.nadir.jmh.Shape;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The user's own case: which data, which model, and a preset made of them. */
final class Mine {
    private static final String NONE = "none";
    private static final String USUAL_SHAPE = "1000x500";
    private static final String MORE_MEMORY =
            "the data take more memory than Java has; allow more by JAVA_TOOL_OPTIONS=-Xmx8g, for"
                    + " example";

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "The data: a .npy, .npz, .mat, .mtx, .parquet, .arrow or text file, as nadir"
                            + " solve reads it; FILE:NAME for one of several arrays.")
    private @Nullable Path input;

    @Option(
            names = "--missing",
            paramLabel = "WHAT",
            description =
                    "Entries of the file that are unknown: nan, those that are NaN or empty, or"
                            + " unlisted, those that a file of entries does not list.")
    private @Nullable String missing;

    @Option(
            names = "--sparse",
            description = "Entries that a file of entries does not list are 0, and take no memory.")
    private boolean sparse;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "matrix, or nmf for factors that are not negative; by default"
                            + " ${DEFAULT-VALUE}.",
            defaultValue = "matrix")
    private String model = "matrix";

    @Option(
            names = "--shape",
            paramLabel = "MxN",
            description = "Makes data of this shape and rank instead; by default 1000x500.")
    private @Nullable String shape;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description =
                    "Columns of the factors in passes, at most the smaller side of the data, and of"
                            + " data that are made; by default ${DEFAULT-VALUE}.",
            defaultValue = "12")
    private int rank;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description =
                    "squared, huber:DELTA, logistic, squared-hinge or, with --model nmf, poisson;"
                            + " by default ${DEFAULT-VALUE}.",
            defaultValue = "squared")
    private String loss = "squared";

    @Option(
            names = "--lambda",
            paramLabel = "L",
            description =
                    "Weight of the penalty; by default a tenth of the smallest one whose"
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
        MineBenchmark used = usable();
        return new Preset(
                "mine",
                Stream.concat(
                                Preset.peaks(),
                                Stream.of(
                                                Preset.ownCase("MineBenchmark.evaluate", 12),
                                                Preset.ownCase("MineBenchmark.certify", 12),
                                                Preset.ownCase("MineBenchmark.solve", 3))
                                        .map(batch -> withParameters(batch, used)))
                        .toList());
    }

    /** The shape and λ are those of the problem, which options may leave open. */
    private Batch withParameters(Batch batch, MineBenchmark used) {
        Path file = input;
        return batch.with("input", file == null ? "" : file.toAbsolutePath().toString())
                .with("missing", missing())
                .with("model", model)
                .with("shape", used.size().toString())
                .with("rank", Integer.toString(rank))
                .with("loss", loss)
                .with("lambda", Double.toString(used.lambdaUsed()))
                .with("threads", threads.stream().map(String::valueOf).toArray(String[]::new));
    }

    private void check() {
        MineBenchmark.loss(loss);
        if (!List.of("matrix", "nmf").contains(model)) {
            throw new IllegalArgumentException("--model " + model + ": must be matrix or nmf");
        }
        checkData();
        if (rank < 1 || threads.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("--rank and --threads must be at least 1");
        }
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--lambda " + lambda + ": must be at least 0");
        }
    }

    private void checkData() {
        if (input != null && shape != null) {
            throw new IllegalArgumentException("--input and --shape exclude each other");
        }
        if (input == null && !missing().equals(NONE)) {
            throw new IllegalArgumentException("--missing and --sparse need an --input");
        }
        if (missing != null && !List.of("nan", "unlisted").contains(missing)) {
            throw new IllegalArgumentException(
                    "--missing " + missing + ": must be nan or unlisted");
        }
        if (missing != null && sparse) {
            throw new IllegalArgumentException("--missing and --sparse exclude each other");
        }
        if (shape != null) {
            if (!shape.matches("[1-9]\\d{0,6}x[1-9]\\d{0,6}")) {
                throw new IllegalArgumentException("--shape " + shape + ": must be like 5000x800");
            }
            if (Shape.parse(shape).elements() > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("--shape " + shape + ": too large");
            }
        }
    }

    private String missing() {
        if (sparse) {
            return "zero";
        }
        return missing == null ? NONE : missing;
    }

    /**
     * Makes the problem here: a process of JMH would fail with a stack trace, and what is recorded
     * is what it has.
     */
    private MineBenchmark usable() {
        Path file = input;
        MineBenchmark benchmark = new MineBenchmark();
        benchmark.input = file == null ? "" : file.toString();
        benchmark.missing = missing();
        benchmark.model = model;
        benchmark.shape = shape == null ? USUAL_SHAPE : shape;
        benchmark.rank = rank;
        benchmark.loss = loss;
        benchmark.lambda = lambda;
        try {
            benchmark.setUp();
            benchmark.tearDown();
            return benchmark;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--input " + file + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal(file, String.valueOf(e.getMessage())), e);
        } catch (OutOfMemoryError e) {
            throw new IllegalArgumentException(refusal(file, MORE_MEMORY), e);
        }
    }

    private static String refusal(@Nullable Path file, String problem) {
        String name = file + ": ";
        return file == null
                ? problem
                : "--input " + (problem.startsWith(name) ? "" : name) + problem;
    }
}
