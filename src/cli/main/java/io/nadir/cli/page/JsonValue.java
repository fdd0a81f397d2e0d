package io.nadir.cli.page;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value of a JSON file. What is missing or null has no text, no fields and no elements, so that a
 * page can ask reports of any version.
 *
 * @param text of a text, a number or a flag; null for the rest
 * @param fields of an object, in their order
 * @param elements of an array
 */
record JsonValue(@Nullable String text, Map<String, JsonValue> fields, List<JsonValue> elements) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** What is missing. */
    static final JsonValue NOTHING = new JsonValue(null, Map.of(), List.of());

    /** Nothing deeper is in any report; deeper nesting would only cost the stack. */
    private static final int DEEPEST = 20;

    /**
     * Reads a file with one object.
     *
     * @throws IOException if it cannot be read, or is no such file; the message names it
     */
    static JsonValue read(Path file) throws IOException {
        return parse(Files.readString(file), file);
    }

    /**
     * Reads an object.
     *
     * @param file that has it, for messages
     * @throws IOException if it is none
     */
    static JsonValue parse(String content, Path file) throws IOException {
        try {
            return parse(content);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(file + ": is not a report of nadir: it is damaged", e);
        }
    }

    private static JsonValue parse(String content) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an object");
            }
            JsonValue value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one object");
            }
            return value;
        }
    }

    private static JsonValue value(JsonParser parser, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("nested too deeply");
        }
        return switch (Objects.requireNonNull(parser.currentToken())) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> array(parser, depth);
            case VALUE_NULL -> NOTHING;
            default -> new JsonValue(parser.getString(), Map.of(), List.of());
        };
    }

    private static JsonValue object(JsonParser parser, int depth) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser, depth + 1));
        }
        return new JsonValue(null, fields, List.of());
    }

    private static JsonValue array(JsonParser parser, int depth) {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, depth + 1));
        }
        return new JsonValue(null, Map.of(), elements);
    }

    /** A field, which may be missing. */
    JsonValue get(String name) {
        return fields.getOrDefault(name, NOTHING);
    }

    /** Whether there is anything here. */
    boolean isPresent() {
        return text != null || !fields.isEmpty() || !elements.isEmpty();
    }

    /** The text, empty if there is none. */
    String textOrEmpty() {
        return text == null ? "" : text;
    }

    /** The texts of all elements. */
    List<String> texts() {
        return elements.stream().map(JsonValue::textOrEmpty).toList();
    }

    /** The number, NaN if there is none. */
    double number() {
        if (text == null) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
