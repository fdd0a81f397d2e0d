package io.nadir.jmh.growth;

import io.nadir.jmh.spark.SparkSessions;

import org.apache.spark.sql.SparkSession;

import picocli.CommandLine.Option;

import java.io.IOException;

/** How passes on Spark grow with the number of known entries, beside a model of their cost. */
public final class SparkGrowth {
    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "N",
            description = "Numbers of known entries (default: ${DEFAULT-VALUE}).")
    private double[] sizes = {1e5, 1e6, 1e7};

    @Option(
            names = "--cores",
            paramLabel = "C",
            description =
                    "Threads of local Spark and of the library in one heap, or cores of the cluster"
                            + " (default: ${DEFAULT-VALUE}).")
    private int cores = 2;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Spark's master (default: local[C]). Executors of a cluster need the class path"
                            + " of this program at the same place.")
    private String master = "";

    @Option(
            names = "--executor-memory",
            paramLabel = "M",
            description = "Memory of each executor of a cluster (default: ${DEFAULT-VALUE}).")
    private String executorMemory = "1g";

    @Option(
            names = "--processor-time",
            description =
                    "Measure and predict seconds of processors instead of those of the clock, for a"
                            + " machine that is not quiet.")
    private boolean processorTime;

    /** Measures and predicts; prints Markdown tables, each row as soon as it is known. */
    public void print(Appendable out) throws IOException {
        String url = master.isEmpty() ? "local[" + cores + "]" : master;
        Clock clock = processorTime ? Clock.PROCESSOR : Clock.WALL;
        try (SparkSession session = SparkSessions.begin(url, 4, cores, executorMemory)) {
            new GrowthRun(session, cores, clock, out).print(sizes);
        }
    }
}
