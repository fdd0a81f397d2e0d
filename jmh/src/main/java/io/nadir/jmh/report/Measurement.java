package io.nadir.jmh.report;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;

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
 * @param samples seconds of one operation in each iteration of each fork; calls by several threads
 *     at the same time count together
 * @param error half of the 99.9 % confidence interval of the mean, in seconds; NaN where there are
 *     too few samples
 * @param bytesAllocated in one operation; NaN if not measured
 */
record Measurement(
        String benchmark,
        Map<String, String> parameters,
        List<List<Double>> samples,
        double error,
        double bytesAllocated) {

    /** Of parameters that several benchmarks have; JMH sorts by name. */
    private static final List<String> ORDER = List.of("implementation", "shape", "r", "b");

    private static final String THREADS = "threads";

    /** Reads one result of JMH. */
    static Measurement parse(JsonNode result) {
        JsonNode metric = result.path("primaryMetric");
        int callers = result.path(THREADS).asInt(1);
        double unit = secondsPer(metric.path("scoreUnit").asString()) / callers;
        Map<String, String> parameters = parameters(result.path("params"));
        if (callers > 1) {
            parameters.put(THREADS, Integer.toString(callers));
        }
        return new Measurement(
                simpleName(result.path("benchmark").asString()),
                Collections.unmodifiableMap(parameters),
                metric.path("rawData").valueStream().map(fork -> samples(fork, unit)).toList(),
                unit * number(metric.path("scoreError")),
                number(result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score")));
    }

    /** Of one operation: the median of all samples, which a disturbance or two do not move. */
    double seconds() {
        return quantile(50);
    }

    /**
     * Half of the distance between the quartiles of all samples, in seconds; NaN if there is only
     * one.
     */
    double spread() {
        return all().length > 1 ? 0.5 * (quantile(75) - quantile(25)) : Double.NaN;
    }

    /** Mean seconds of each fork: where they differ, the median of all says little. */
    List<Double> forks() {
        return samples.stream()
                .map(fork ->
                        fork.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN))
                .toList();
    }

    /** Threads that work; 1 if there is no such parameter. */
    int threads() {
        return Integer.parseInt(parameters.getOrDefault(THREADS, "1"));
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
        return cost == null ? Double.NaN : 1e-9 * part.applyAsDouble(cost) / seconds();
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
        return out;
    }

    private static Map<String, String> without(Set<String> names, Map<String, String> all) {
        Map<String, String> rest = new LinkedHashMap<>(all);
        rest.keySet().removeAll(names);
        return rest;
    }

    private static List<Double> samples(JsonNode fork, double unit) {
        return fork.valueStream().map(sample -> unit * sample.asDouble()).toList();
    }

    private double[] all() {
        return samples.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
    }

    private double quantile(double percent) {
        return new Percentile(percent)
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(all());
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
