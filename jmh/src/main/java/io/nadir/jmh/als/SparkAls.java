package io.nadir.jmh.als;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spark's alternating least squares beside Nadir on Spark. */
public final class SparkAls {
    @Option(
            names = "--ratings",
            paramLabel = "FILE",
            description = "Known entries: .mtx or lines row,column,value, as for nadir solve.")
    @Nullable Path ratings;

    @Option(
            names = "--counts",
            paramLabel = "FILE",
            description = "Counts of implicit feedback in such a file.")
    @Nullable Path counts;

    @Option(
            names = "--drawn",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Compare on a million drawn ratings of 6040×3706 (default: yes).")
    boolean drawn;

    @Option(
            names = "--lambda",
            paramLabel = "L",
            description = "regParam for known entries (default: ${DEFAULT-VALUE}).")
    double lambda = 0.1;

    @Option(
            names = "--implicit-lambda",
            paramLabel = "L",
            description = "regParam for counts (default: ${DEFAULT-VALUE}).")
    double implicitLambda = 0.5;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "α for counts (default: ${DEFAULT-VALUE}).")
    double alpha = 1;

    @Option(
            names = "--ranks",
            split = ",",
            paramLabel = "K",
            description = "Ranks of alternating least squares (default: ${DEFAULT-VALUE}).")
    int[] ranks = {10, 20, 50};

    @Option(
            names = "--sweeps",
            split = ",",
            paramLabel = "N",
            description = "Numbers of its sweeps (default: ${DEFAULT-VALUE}).")
    int[] sweeps = {10, 20, 50};

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description = "Partitions of both (default: ${DEFAULT-VALUE}).")
    int partitions = 4;

    @Option(
            names = "--cores",
            paramLabel = "C",
            description = "Threads of local Spark (default: ${DEFAULT-VALUE}).")
    int cores = 2;

    @Option(
            names = "--gap",
            paramLabel = "G",
            description = "Relative gap that Nadir solves to (default: ${DEFAULT-VALUE}).")
    double gap = 1e-4;

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Seconds that a solve of Nadir may take (default: ${DEFAULT-VALUE}).")
    long timeLimit = 120;

    @Option(names = "--cold", hidden = true)
    @Nullable String cold;

    @Option(names = "--problem", hidden = true)
    int problem;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    /** What the command was called with. */
    List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** A directory that is removed at the end. */
    String checkpoints() throws IOException {
        Path directory = Files.createTempDirectory("nadir-als");
        directory.toFile().deleteOnExit();
        return directory.toString();
    }

    /** Compares; prints Markdown tables, each row as soon as it is known. */
    public void print(Appendable out) throws IOException {
        new AlsComparison(this, out).print();
    }
}
