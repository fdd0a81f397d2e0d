package io.nadir.jmh.run;

import io.nadir.jmh.report.ResultFile;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One run of a preset. */
final class Session {
    /** Without it no figure could be put in relation. */
    private static final String PEAK = "MachinePeakBenchmark";

    private Session() {}

    /** Runs the batches whose names the options ask for, and the machine's peaks. */
    static ResultFile run(Preset preset, RunOptions options)
            throws IOException, InterruptedException, RunnerException {
        List<String> jvmArgs = options.jvmArgs();
        ObjectNode environment = Environment.of(jvmArgs);
        List<RunResult> results = new ArrayList<>();
        for (Batch batch : preset.batches()) {
            if (batch.benchmark().startsWith(PEAK)
                    || options.only.matcher(batch.benchmark()).find()) {
                results.addAll(batch.withForks(options.forks).run(jvmArgs));
            }
        }
        environment.put("loadAverageAtEnd", Environment.loadAverage());
        return ResultFile.of(environment, json(results));
    }

    private static String json(List<RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
