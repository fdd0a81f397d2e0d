package io.nadir.jmh.run;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What all presets take. */
final class RunOptions {
    /** The launcher's flags, and memory that does not grow while the clock runs. */
    private static final List<String> JVM_ARGS =
            List.of(
                    "--add-modules=jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseParallelGC",
                    "-Xms2g",
                    "-Xmx4g");

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Only the benchmarks in whose name this is found; the peaks always run.")
    Pattern only = Pattern.compile("");

    @Option(
            names = "--jvm-args",
            paramLabel = "ARGS",
            description =
                    "More flags for the measured JVM, in one argument: \"-XX:UseAVX=3\", say.")
    private String moreJvmArgs = "";

    @Option(
            names = "--forks",
            paramLabel = "N",
            description =
                    "Processes for each benchmark, one after the other; records to keep have 5. By"
                            + " default as many as suit the command.")
    @Nullable Integer forks;

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            description = "Where to record the results; by default PRESET.json.")
    private @Nullable Path out;

    /**
     * Refuses to measure nothing, or in this process, which does not have the flags of a fork.
     *
     * @param benchmarks the names of all there are
     * @throws IllegalArgumentException if none is asked for, or there are fewer forks than one
     */
    void check(List<String> benchmarks) {
        if (forks != null && forks < 1) {
            throw new IllegalArgumentException("--forks " + forks + ": must be at least 1");
        }
        if (benchmarks.stream().noneMatch(name -> only.matcher(name).find())) {
            throw new IllegalArgumentException(
                    "--only %s: is in the name of no benchmark; they are %s"
                            .formatted(only, String.join(", ", benchmarks)));
        }
    }

    /** Flags of every fork. */
    List<String> jvmArgs() {
        List<String> all = new ArrayList<>(JVM_ARGS);
        Pattern.compile(" +")
                .splitAsStream(moreJvmArgs)
                .filter(arg -> !arg.isEmpty())
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Where to record the results. */
    Path file(Preset preset) {
        return out != null ? out : Path.of(preset.name() + ".json");
    }
}
