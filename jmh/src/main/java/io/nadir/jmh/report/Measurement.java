package io.nadir.jmh.report;

import tools.jackson.databind.JsonNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One figure: a benchmark with its parameters.
 *
 * @param benchmark class and method
 * @param parameters by name
 * @param seconds of one operation
 * @param error half of the 99.9 % confidence interval, in seconds; NaN where there are too few
 *     samples
 * @param forks mean seconds of each fork: where they differ, the mean of all says little
 * @param bytesAllocated in one operation; NaN if not measured
 */
record Measurement(
        String benchmark,
        Map<String, String> parameters,
        double seconds,
        double error,
        List<Double> forks,
        double bytesAllocated) {

    /** Of parameters that several benchmarks have; JMH sorts by name. */
    private static final List<String> ORDER = List.of("implementation", "shape", "r", "b");

    /** Reads one result of JMH. */
    static Measurement parse(JsonNode result) {
        JsonNode metric = result.path("primaryMetric");
        double unit = secondsPer(metric.path("scoreUnit").asString());
        return new Measurement(
                simpleName(result.path("benchmark").asString()),
                parameters(result.path("params")),
                unit * number(metric.path("score")),
                unit * number(metric.path("scoreError")),
                metric.path("rawData").valueStream().map(fork -> unit * mean(fork)).toList(),
                number(result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score")));
    }

    /** The value of a parameter, "" if it has none of this name. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whether both are the same benchmark with the same parameters, some parameters aside. */
    boolean isLike(Measurement other, Set<String> aside) {
        return benchmark.equals(other.benchmark)
                && without(aside, parameters).equals(without(aside, other.parameters));
    }

    /** A part of the {@link Cost} for each second, in 10⁹; NaN if the benchmark has no cost. */
    double giga(ToDoubleFunction<Cost> part) {
        Cost cost = Cost.of(benchmark, parameters);
        return cost == null ? Double.NaN : 1e-9 * part.applyAsDouble(cost) / seconds;
    }

    private static String simpleName(String name) {
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }

    private static Map<String, String> parameters(JsonNode node) {
        Map<String, String> out = new LinkedHashMap<>();
        Stream.concat(ORDER.stream(), node.propertyNames().stream())
                .filter(node::has)
                .forEach(name -> out.put(name, node.path(name).asString()));
        return Collections.unmodifiableMap(out);
    }

    private static Map<String, String> without(Set<String> names, Map<String, String> all) {
        Map<String, String> rest = new LinkedHashMap<>(all);
        rest.keySet().removeAll(names);
        return rest;
    }

    private static double mean(JsonNode fork) {
        return fork.valueStream().mapToDouble(JsonNode::asDouble).average().orElse(Double.NaN);
    }

    /** JMH writes NaN as a string. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static double secondsPer(String unit) {
        return switch (unit) {
            case "s/op" -> 1;
            case "ms/op" -> 1e-3;
            case "us/op" -> 1e-6;
            case "ns/op" -> 1e-9;
            default -> throw new IllegalArgumentException("unit " + unit);
        };
    }
}
