package io.nadir.cli.report;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The problem that a model solves, as the report beside it tells. */
public final class SavedSettings {
    private final Path report;
    private final Map<String, String> texts;

    private SavedSettings(Path report, Map<String, String> texts) {
        this.report = report;
        this.texts = texts;
    }

    /**
     * Reads a report; one that is missing tells nothing.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no report
     */
    public static SavedSettings read(Path report) throws IOException {
        if (!Files.exists(report)) {
            return new SavedSettings(report, Map.of());
        }
        try (JsonParser parser =
                new JsonFactory()
                        .createParser(ObjectReadContext.empty(), Files.readAllBytes(report))) {
            return new SavedSettings(report, texts(parser));
        } catch (JacksonException | IllegalStateException e) {
            throw new IllegalArgumentException(report + ": is no report that solve has written", e);
        }
    }

    /** Numbers and texts of the object itself; numbers keep all their digits. */
    private static Map<String, String> texts(JsonParser parser) {
        Map<String, String> texts = new HashMap<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalStateException("not an object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
                texts.put(name, parser.getString());
            }
            parser.skipChildren();
        }
        return texts;
    }

    /**
     * Returns what an option would have to say.
     *
     * @param field of the report
     * @param option that says it where the report does not
     * @throws IllegalArgumentException if the report does not say it
     */
    public String get(String field, String option) {
        @Nullable String text = texts.get(field);
        if (text == null) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s has no %s of the model: say which by %s", report, field, option));
        }
        return text;
    }
}
