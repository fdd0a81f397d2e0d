package io.nadir.jmh.report;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What one run records: {@code environment}; {@code machine}, the peaks measured in that run; and
 * {@code results}, those of JMH without the path of the JVM.
 */
public final class ResultFile {
    private static final JsonMapper JSON = new JsonMapper();

    /** Processors that others may use before it is said. */
    private static final double QUIET = 0.1;

    private final ObjectNode root;
    private final List<Measurement> measurements;

    private ResultFile(ObjectNode root) {
        this.root = root;
        this.measurements = root.path("results").valueStream().map(Measurement::parse).toList();
    }

    /**
     * Results of a run.
     *
     * @param results the array that JMH writes
     */
    public static ResultFile of(ObjectNode environment, String results) {
        ObjectNode root = JSON.createObjectNode();
        root.set("environment", environment);
        JsonNode array = JSON.readTree(results);
        array.forEach(result -> ((ObjectNode) result).remove("jvm"));
        root.set("results", array);
        ResultFile file = new ResultFile(root);
        ObjectNode machine = root.putObject("machine");
        machine.put("peakGigaflopsPerSecond", file.gigaflops(1));
        machine.put("readGigabytesPerSecond", file.gigabytes(1));
        return file;
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no record of a run
     */
    public static ResultFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode root && root.path("results").isArray()) {
                return new ResultFile(root);
            }
        } catch (JacksonException e) {
            throw noRecord(file, e);
        }
        throw noRecord(file, null);
    }

    private static IllegalArgumentException noRecord(Path file, @Nullable Exception cause) {
        return new IllegalArgumentException(
                file
                        + ": is no record of a run; jmh/run quick, waits, full, mine and commands"
                        + " write such files",
                cause);
    }

    /** Writes this as JSON. */
    public void write(Path file) throws IOException {
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    /**
     * What a benchmark of the machine reached on that many threads, in 10⁹ a second; NaN if it did
     * not run.
     */
    private double rate(String benchmark, int threads, ToDoubleFunction<Cost> amount) {
        return measurements.stream()
                .filter(measurement -> measurement.benchmark().equals(benchmark))
                .filter(measurement -> measurement.threads() == threads)
                .mapToDouble(measurement -> measurement.giga(amount))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** All figures, in the order in which they were measured. */
    List<Measurement> measurements() {
        return measurements;
    }

    /** FMA peak of that many threads in this run, in 10⁹ operations a second. */
    double gigaflops(int threads) {
        return rate("MachinePeakBenchmark.fma", threads, Cost::flops);
    }

    /** Read bandwidth of that many threads in this run, in 10⁹ bytes a second. */
    double gigabytes(int threads) {
        return rate("MachinePeakBenchmark.read", threads, Cost::bytes);
    }

    /** Each peer with the implementation that it chose. */
    Map<String, String> peers() {
        Map<String, String> out = new LinkedHashMap<>();
        JsonNode peers = root.path("environment").path("peers");
        peers.propertyNames().forEach(name -> out.put(name, peers.path(name).asString()));
        return out;
    }

    /** What else the machine did during the run, if that may have changed figures. */
    Optional<String> disturbance() {
        JsonNode environment = root.path("environment");
        double others = environment.path("otherWork").asDouble(0);
        double stolen = environment.path("stolen").asDouble(0);
        return others <= QUIET && stolen <= QUIET
                ? Optional.empty()
                : Optional.of(
                        "other processes used %s processors during the run, and %s were stolen by"
                                        .formatted(Format.digits(others), Format.digits(stolen))
                                + " other machines of the host: figures may be too slow");
    }

    /** A text of the environment, "" if there is none of this name. */
    String environment(String name) {
        return root.path("environment").path(name).asString("");
    }
}
