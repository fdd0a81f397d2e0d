package io.nadir.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Recorded lines: one of settings, then one for each run, which begins with its name. */
final class GoldenRecord {
    private static final String SEPARATOR = " | ";

    /** Arguments at which elementary functions are tried. */
    private static final int TRIALS = 20_000;

    private final String settings;
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** An empty record of what these settings compute. */
    GoldenRecord(String settings) {
        this.settings = settings;
    }

    /**
     * Reads a record.
     *
     * @throws IOException if it cannot be read, or is not there
     */
    static GoldenRecord read(Path file) throws IOException {
        List<String> all = Files.readAllLines(file);
        GoldenRecord record = new GoldenRecord(all.getFirst());
        all.subList(1, all.size()).forEach(record::add);
        return record;
    }

    /** Adds the line of a run; several threads may. */
    synchronized void add(String line) {
        lines.put(line.substring(0, line.indexOf(SEPARATOR)), line);
    }

    /** Writes the record, the runs in the order of {@code names}. */
    void write(Path file, List<String> names) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        names.forEach(name -> all.add(line(name)));
        Files.write(file, all);
    }

    /** What computed the lines. */
    String settings() {
        return settings;
    }

    /** Names of the runs, in order. */
    List<String> names() {
        return List.copyOf(lines.keySet());
    }

    /** The line of a run, or words that say that there is none. */
    String line(String name) {
        return lines.getOrDefault(name, name + " has no line in the record");
    }

    /** All settings of this virtual machine that have a part in the bits. */
    static String settingsHere() {
        return String.format(
                "settings: nadir.kernels=%s nadir.blas=%s nadir.simd.bits=%s, %s elementary"
                        + " functions",
                System.getProperty("nadir.kernels"),
                System.getProperty("nadir.blas"),
                System.getProperty("nadir.simd.bits"),
                hasPortableFunctions() ? "portable" : "the processor's");
    }

    /** Whether {@link Math} is {@link StrictMath}, whose bits are specified, as far as is seen. */
    private static boolean hasPortableFunctions() {
        Random random = new Random(1);
        for (int i = 0; i < TRIALS; i++) {
            double x = 40 * random.nextDouble() - 20;
            double positive = 10 * random.nextDouble();
            boolean same =
                    Math.exp(x) == StrictMath.exp(x)
                            && Math.sin(x) == StrictMath.sin(x)
                            && Math.cos(x) == StrictMath.cos(x)
                            && Math.log(positive) == StrictMath.log(positive)
                            && Math.pow(positive, x / 4) == StrictMath.pow(positive, x / 4);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
