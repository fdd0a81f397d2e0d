package io.nadir.jmh.run;

import io.nadir.jmh.report.ResultFile;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A sitting: results beside the environment in which they came about. The record is written after
 * each of them, so that a sitting that is ended early leaves what it has.
 */
final class Session {
    /** Without it no figure could be put in relation. */
    private static final String PEAK = "MachinePeakBenchmark";

    private static final JsonMapper JSON = new JsonMapper();

    private final ArrayNode results = JSON.createArrayNode();
    private final ObjectNode environment;
    private final @Nullable ProcessorTime start;
    private final Path file;

    /**
     * Begins.
     *
     * @param environment of what is measured
     * @param file where to record
     */
    Session(ObjectNode environment, Path file) throws IOException {
        this.environment = environment;
        start = ProcessorTime.now();
        this.file = file;
    }

    /** Runs the batches whose names the options ask for, and the machine's peaks. */
    void measure(Preset preset, RunOptions options) throws IOException, RunnerException {
        for (Batch batch : preset.batches()) {
            if (batch.benchmark().startsWith(PEAK)
                    || options.only.matcher(batch.benchmark()).find()) {
                var measured = batch.withForks(options.forks).run(options.jvmArgs());
                add((ArrayNode) JSON.readTree(json(measured)));
            }
        }
    }

    /** Adds results in the form of JMH, and records all so far. */
    void add(ArrayNode more) throws IOException {
        results.addAll(more);
        record().write(file);
    }

    /** Names the version of a peer. */
    void peer(String name, String version) {
        environment.withObject("/peers").put(name, version);
    }

    /** The record so far. */
    ResultFile record() throws IOException {
        environment.put("loadAverageAtEnd", Environment.loadAverage());
        ProcessorTime now = ProcessorTime.now();
        if (start != null && now != null) {
            environment.put("otherWork", hundredths(now.othersSince(start)));
            environment.put("stolen", hundredths(now.stolenSince(start)));
        }
        return ResultFile.of(environment.deepCopy(), results.toString());
    }

    private static double hundredths(double x) {
        return Math.rint(100 * x) / 100;
    }

    private static String json(Collection<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
