package io.nadir.io;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An object of a small JSON file, read strictly: every field has to be asked for. */
final class JsonObject {
    /** A description of a model is some hundred bytes; this bounds what a hostile one costs. */
    private static final int LARGEST_FILE = 1 << 20;

    private static final int DEEPEST = 4;

    private final Input input;
    private final Map<String, Object> fields;
    private final Set<String> unread;

    private JsonObject(Input input, Map<String, Object> fields) {
        this.input = input;
        this.fields = fields;
        this.unread = new LinkedHashSet<>(fields.keySet());
    }

    /** Reads a file that is one object. */
    static JsonObject read(Input input) throws IOException {
        byte[] bytes = input.stream().readNBytes(LARGEST_FILE + 1);
        if (bytes.length > LARGEST_FILE) {
            throw input.refuse("has more than " + LARGEST_FILE + " bytes");
        }
        try (JsonParser parser =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build()
                        .createParser(ObjectReadContext.empty(), bytes)) {
            Object value = value(input, parser, parser.nextToken(), 0);
            if (!(value instanceof JsonObject object)) {
                throw input.refuse("is not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw input.refuse("has more than one JSON object");
            }
            return object;
        } catch (JacksonException e) {
            String problem = Printable.oneLine(e.getOriginalMessage());
            throw input.refuse(
                    String.format(
                            "line %d, column %d: %s",
                            e.getLocation().getLineNr(), e.getLocation().getColumnNr(), problem));
        }
    }

    private static Object value(Input input, JsonParser parser, JsonToken token, int depth)
            throws DataFormatException {
        if (depth > DEEPEST) {
            throw input.refuse("is nested more than " + DEEPEST + " deep");
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                fields.put(name, value(input, parser, parser.nextToken(), depth + 1));
            }
            return new JsonObject(input, fields);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken();
                    next != JsonToken.END_ARRAY;
                    next = parser.nextToken()) {
                elements.add(value(input, parser, next, depth + 1));
            }
            return elements;
        }
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw input.refuse("is incomplete or has a null");
        };
    }

    /** Whether there is a field of that name. */
    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A text. */
    String text(String name) throws DataFormatException {
        return field(name, String.class, "a text");
    }

    /** True or false. */
    boolean flag(String name) throws DataFormatException {
        return field(name, Boolean.class, "true or false");
    }

    /** A number. */
    double number(String name) throws DataFormatException {
        return field(name, Double.class, "a number");
    }

    /** An integer from {@code least} on. */
    int integer(String name, int least) throws DataFormatException {
        double value = number(name);
        if (value != Math.rint(value) || value < least || value > Integer.MAX_VALUE) {
            throw input.refuse(
                    String.format(
                            "%s = %s, allowed are integers from %d to %d",
                            name, value, least, Integer.MAX_VALUE));
        }
        return (int) value;
    }

    /** A list of objects. */
    List<JsonObject> objects(String name) throws DataFormatException {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : field(name, List.class, "a list")) {
            if (!(element instanceof JsonObject object)) {
                throw input.refuse(name + " has an element that is not an object");
            }
            objects.add(object);
        }
        return objects;
    }

    /** The numbers, texts and flags that nobody asked for yet. */
    Map<String, Object> otherValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : unread) {
            Object value = fields.get(name);
            if (!(value instanceof JsonObject) && !(value instanceof List)) {
                values.put(name, value);
            }
        }
        unread.removeAll(values.keySet());
        return values;
    }

    /** Throws if there are fields that have not been read. */
    void requireNothingElse() throws DataFormatException {
        if (!unread.isEmpty()) {
            throw unknown(unread.iterator().next());
        }
    }

    /** An exception about a field that means nothing. */
    DataFormatException unknown(String name) {
        return input.refuse(
                "has the field " + Printable.quote(name) + ", which this program does not know");
    }

    /** An exception that names the file. */
    DataFormatException refuse(String problem) {
        return input.refuse(problem);
    }

    private <T> T field(String name, Class<T> type, String allowed) throws DataFormatException {
        Object value = fields.get(name);
        if (value == null) {
            throw input.refuse("the field " + name + " is missing");
        }
        if (!type.isInstance(value)) {
            throw input.refuse("the field " + name + " is not " + allowed);
        }
        unread.remove(name);
        return type.cast(value);
    }
}
