package io.nadir.jmh.run;

import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command of one launcher, and how long its runs took. */
final class Launched {
    /** Certified as asked for, or finished without that. */
    private static final List<Integer> FINISHED = List.of(0, 3);

    private final int launcher;
    private final String name;
    private final List<String> command = new ArrayList<>();
    private final Path results;
    private final Path log;
    private final List<List<Double>> wall = new ArrayList<>();
    private final List<List<Double>> processor = new ArrayList<>();

    /**
     * A command.
     *
     * @param launcher which one, from 0
     * @param program that launcher
     * @param name of the command
     * @param arguments without an output directory
     * @param directory for what the command writes
     */
    Launched(int launcher, Path program, String name, List<String> arguments, Path directory) {
        this.launcher = launcher;
        this.name = name;
        results = directory.resolve("out");
        log = directory.resolve("log");
        command.add(program.toString());
        command.addAll(arguments);
        if (arguments.getFirst().equals("solve")) {
            command.addAll(List.of("--out", results.toString()));
        }
    }

    /** Which launcher it is, from 0. */
    int launcher() {
        return launcher;
    }

    /**
     * Runs it once.
     *
     * @param counts whether to keep the times
     * @throws IOException if it fails
     */
    void run(boolean counts) throws IOException, InterruptedException {
        Directories.delete(results);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Set for the peers' sake; a user has not set it.
        builder.environment().remove("OPENBLAS_NUM_THREADS");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        ProcessorTime before = ProcessorTime.now();
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = 1e-9 * (System.nanoTime() - start);
        ProcessorTime after = ProcessorTime.now();
        if (!FINISHED.contains(code)) {
            throw new IOException(
                    String.join(" ", command)
                            + ": ended with "
                            + code
                            + "\n"
                            + Files.readString(log));
        }
        if (counts) {
            wall.add(List.of(seconds));
            if (before != null && after != null) {
                processor.add(List.of(after.children() - before.children()));
            }
        }
    }

    /** Adds the times to others. */
    ArrayNode results(ArrayNode out) {
        Map<String, String> parameters = Map.of("command", name);
        out.add(Outcome.of("Command.wall", parameters, wall));
        if (!processor.isEmpty()) {
            out.add(Outcome.of("Command.processor", parameters, processor));
        }
        return out;
    }
}
