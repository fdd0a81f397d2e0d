package io.nadir.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A JSON file that a command wrote, without what differs from one time or place to another. */
final class GoldenReport {
    /** When, where, how fast and by what: not results. */
    private static final Set<String> VOLATILE =
            Set.of("seconds", "date", "command", "threads", "kernels", "version");

    /** Objects that describe an input, whose {@code name} is a path. */
    private static final Set<String> INPUTS = Set.of("input", "otherInputs");

    /** What a reader wants to see, of every kind of report. */
    private static final List<String> FIGURES =
            List.of(
                    "verdict",
                    "objective",
                    "lowerBound",
                    "gap",
                    "rank",
                    "iterations",
                    "appends",
                    "penalty",
                    "drift",
                    "matched",
                    "barrier",
                    "globalValue",
                    "fromLoss",
                    "toLoss",
                    "descentLoss");

    private final JsonNode root;

    private GoldenReport(JsonNode root) {
        this.root = root;
    }

    static GoldenReport read(Path file) throws IOException {
        return new GoldenReport(new JsonMapper().readTree(Files.readString(file)));
    }

    /** Each figure that the report has, by name; of a path one value for each point. */
    List<String> figures() {
        List<JsonNode> points = new ArrayList<>();
        if (root.has("points")) {
            root.get("points").forEach(points::add);
        } else {
            points.add(root);
        }
        return FIGURES.stream()
                .filter(points.getFirst()::has)
                .map(figure -> figure + " " + values(points, figure))
                .toList();
    }

    private static String values(List<JsonNode> points, String figure) {
        return points.stream()
                .map(point -> point.get(figure))
                .map(value -> value.isString() ? value.stringValue() : value.toString())
                .collect(Collectors.joining(","));
    }

    /** The same content always as the same text: fields sorted, volatile ones left out. */
    String canonical() {
        return canonical(root, false);
    }

    private static String canonical(JsonNode node, boolean ofInput) {
        if (node instanceof ObjectNode object) {
            return new TreeSet<>(object.propertyNames())
                    .stream()
                            .filter(key -> !VOLATILE.contains(key))
                            .filter(key -> !(ofInput && key.equals("name")))
                            .map(key ->
                                    key + ":" + canonical(object.get(key), INPUTS.contains(key)))
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(element -> canonical(element, ofInput))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return node.toString();
    }
}
