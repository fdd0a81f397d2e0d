package io.nadir.cli.batch;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object on one line of a JSON-lines file, with values that are texts, numbers, true or false,
 * or lists of these. Numbers stay texts, so that they keep all their digits.
 */
final class JsonLine {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonLine() {}

    /**
     * A value.
     *
     * @param kind of it
     * @param texts one for a text, a number or a flag, as many as there are for a list
     */
    record Value(Kind kind, List<String> texts) {
        /** The text of a single value. */
        String text() {
            return texts.getFirst();
        }

        @Override
        public String toString() {
            return switch (kind) {
                case TEXT -> '"' + text() + '"';
                case NUMBER, FLAG -> text();
                case LIST -> texts.toString();
            };
        }
    }

    /** Kinds of values. */
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        LIST
    }

    /**
     * Reads a line.
     *
     * @return the values by name, without those that are null
     * @throws IllegalArgumentException if the line is no such object; the message says why
     */
    static Map<String, Value> read(String line) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(
                        "is not an object, such as {\"input\": \"y.npy\"}");
            }
            Map<String, Value> values = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                Value value = value(name, parser, parser.nextToken());
                if (value != null) {
                    values.put(name, value);
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("has more than one object");
            }
            return values;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "column "
                            + Math.max(1, e.getLocation().getColumnNr())
                            + ": "
                            + String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " "),
                    e);
        }
    }

    private static @Nullable Value value(String name, JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> new Value(Kind.TEXT, List.of(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Value(Kind.NUMBER, List.of(parser.getString()));
            case VALUE_TRUE, VALUE_FALSE -> new Value(Kind.FLAG, List.of(parser.getString()));
            case VALUE_NULL -> null;
            case START_ARRAY -> new Value(Kind.LIST, elements(name, parser));
            case null, default ->
                    throw new IllegalArgumentException(
                            name
                                    + " is an object, allowed are a text, a number, true, false and"
                                    + " a list");
        };
    }

    private static List<String> elements(String name, JsonParser parser) {
        List<String> texts = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
                next != JsonToken.END_ARRAY;
                next = parser.nextToken()) {
            Value element = value(name, parser, next);
            if (element == null || element.kind() == Kind.LIST) {
                throw new IllegalArgumentException(
                        name + " has an element that is neither a text nor a number");
            }
            texts.add(element.text());
        }
        return texts;
    }
}
