package io.nadir.jmh.run;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measurements of other processes, in the form of JMH's results. */
final class Outcome {
    private static final JsonMapper JSON = new JsonMapper();

    private Outcome() {}

    /**
     * One result.
     *
     * @param benchmark what was measured, {@code Command.wall} say
     * @param parameters by name
     * @param seconds of each repetition, by process
     */
    static ObjectNode of(
            String benchmark, Map<String, String> parameters, List<List<Double>> seconds) {
        ObjectNode out = JSON.createObjectNode();
        out.put("benchmark", "io.nadir.jmh." + benchmark);
        out.put("mode", "ss");
        out.put("threads", 1);
        out.put("forks", seconds.size());
        new TreeMap<>(parameters).forEach(out.putObject("params")::put); // as JMH sorts them
        ObjectNode metric = out.putObject("primaryMetric");
        metric.put("score", mean(seconds));
        metric.put("scoreError", "NaN");
        metric.put("scoreUnit", "s/op");
        ArrayNode raw = metric.putArray("rawData");
        seconds.forEach(process -> process.forEach(raw.addArray()::add));
        return out;
    }

    private static double mean(List<List<Double>> seconds) {
        return seconds.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
