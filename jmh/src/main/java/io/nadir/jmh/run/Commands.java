package io.nadir.jmh.run;

import io.nadir.jmh.Shape;
import io.nadir.jmh.report.MarkdownTable;
import io.nadir.jmh.report.ResultFile;
import io.nadir.jmh.report.RunComparison;

import picocli.CommandLine.Option;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whole commands as a user types them: processes from start to end, files and pictures written. */
final class Commands {
    private static final String NO_PICTURES = "--no-pictures";

    /** Lines of the command info, and what a record calls them. */
    private static final Map<String, String> INFO =
            Map.of("kernels", "kernels", "algebra", "linearAlgebra");

    private static final JsonMapper JSON = new JsonMapper();
    private static final double CONFIDENCE = 0.99;

    @Option(
            names = "--nadir",
            paramLabel = "PATH",
            arity = "1",
            defaultValue = "${sys:nadir.launcher:-nadir}",
            description =
                    "The launcher to measure; by default the one beside jmh. Given twice, the runs"
                            + " of both alternate, and the first is compared with the second.")
    private List<Path> launchers = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "9",
            description =
                    "Runs of each command after one that does not count; by default"
                            + " ${DEFAULT-VALUE}.")
    private int runs = 9;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Only the commands in whose name this is found.")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            defaultValue = "commands.json",
            description =
                    "Where to record; by default ${DEFAULT-VALUE}. The record of a second launcher"
                            + " is beside it, with -other in its name.")
    private Path out = Path.of("commands.json");

    private void check() {
        if (launchers.size() > 2) {
            throw new IllegalArgumentException("--nadir is allowed once or twice");
        }
        for (Path launcher : launchers) {
            if (!Files.isExecutable(launcher) || Files.isDirectory(launcher)) {
                throw new IllegalArgumentException("--nadir " + launcher + ": no such program");
            }
        }
        if (runs < 1) {
            throw new IllegalArgumentException("--runs " + runs + ": must be at least 1");
        }
    }

    /**
     * Measures, records and prints.
     *
     * @throws IllegalArgumentException if options do not fit
     * @throws IOException if a command fails, too
     */
    void print(PrintStream text) throws IOException, InterruptedException {
        check();
        Path directory = Files.createTempDirectory("commands");
        try {
            List<Launched> all = launched(directory);
            List<Session> sessions = new ArrayList<>();
            for (int k = 0; k < launchers.size(); k++) {
                sessions.add(new Session(environment(launchers.get(k)), record(k)));
            }
            measure(all);
            for (Launched one : all) {
                sessions.get(one.launcher()).add(one.results(JSON.createArrayNode()));
            }
            report(sessions, text);
        } finally {
            Directories.delete(directory);
        }
    }

    /** Of a launcher, which has flags of its own. */
    private static ObjectNode environment(Path launcher) throws IOException, InterruptedException {
        ObjectNode environment = Environment.of(List.of("--add-modules=jdk.incubator.vector"));
        String options = System.getenv().getOrDefault("NADIR_JAVA_OPTS", "");
        environment.put("jvmFlags", ("those of the launcher " + options).strip());
        environment.remove(List.of("useAvx", "peers"));
        Process info =
                new ProcessBuilder(launcher.toAbsolutePath().toString(), "info")
                        .redirectError(Redirect.DISCARD)
                        .start();
        try (var reader = info.inputReader()) {
            reader.lines()
                    .map(line -> line.split(" +", 2))
                    .filter(line -> INFO.containsKey(line[0]))
                    .forEach(line -> environment.put(INFO.get(line[0]), line[1]));
        }
        info.waitFor();
        return environment;
    }

    private void report(List<Session> sessions, PrintStream text) throws IOException {
        ResultFile now = sessions.getFirst().record();
        text.println(MarkdownTable.of(now));
        if (sessions.size() > 1) {
            ResultFile before = sessions.getLast().record();
            text.println(RunComparison.of(before, now, CONFIDENCE).text());
        }
        for (int k = 0; k < sessions.size(); k++) {
            text.println("Recorded in " + record(k) + ": " + launchers.get(k));
        }
    }

    private Path record(int launcher) {
        String name = String.valueOf(out.getFileName());
        return launcher == 0
                ? out
                : out.resolveSibling(name.replaceFirst("([.]json)?$", "-other$1"));
    }

    /** All commands in turn, and that as often as asked for; the launchers swap places. */
    private void measure(List<Launched> all) throws IOException, InterruptedException {
        for (int run = 0; run <= runs; run++) {
            System.err.println(
                    run == 0
                            ? "jmh/run: each command once for caches and archives"
                            : "jmh/run: run %d of %d".formatted(run, runs));
            for (Launched one : run % 2 == 0 ? all : all.reversed()) {
                one.run(run > 0);
            }
        }
    }

    private List<Launched> launched(Path directory) throws IOException {
        List<Launched> all = new ArrayList<>();
        for (Map.Entry<String, List<String>> command : commands(directory).entrySet()) {
            for (int k = 0; k < launchers.size() && only.matcher(command.getKey()).find(); k++) {
                Path launcher = launchers.get(k).toAbsolutePath();
                all.add(new Launched(k, launcher, command.getKey(), command.getValue(), directory));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("--only " + only + ": is in the name of no command");
        }
        return all;
    }

    /** Arguments by name. */
    private static Map<String, List<String>> commands(Path directory) throws IOException {
        CommandData data = new CommandData(directory);
        Map<String, List<String>> out = new LinkedHashMap<>();
        out.put("info", List.of("info"));
        add(out, "solve 300x200", data.lowRank("300x200:5"));
        add(out, "solve 4000x2000", data.lowRank("4000x2000:20"));
        add(out, "nmf 2000x1000", data.nonnegative(new Shape(2000, 1000)));
        add(out, "completion 6040x3706", data.completion());
        return out;
    }

    private static void add(
            Map<String, List<String>> commands, String name, List<String> arguments) {
        commands.put(name, arguments);
        List<String> more = new ArrayList<>(arguments);
        more.add(NO_PICTURES);
        commands.put(name + " " + NO_PICTURES, more);
    }
}
