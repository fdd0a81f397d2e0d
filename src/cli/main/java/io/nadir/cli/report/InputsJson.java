package io.nadir.cli.report;

import io.nadir.io.Indexing;
import io.nadir.io.InputDescription;

import tools.jackson.core.JsonGenerator;

import java.util.List;

/** Writes when a command began and how the inputs were understood, as fields of an object. */
final class InputsJson {
    private final JsonGenerator json;

    private InputsJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes when, in UTC, and of commands that have read inputs the first one and, if there are
     * more, an array of the others.
     */
    static void write(JsonGenerator json, Inputs inputs) {
        json.writeStringProperty("date", inputs.date().toString());
        List<Inputs.Named> all = inputs.all();
        if (all.isEmpty()) {
            return;
        }
        InputsJson writer = new InputsJson(json);
        json.writeName("input");
        writer.write(all.getFirst());
        if (all.size() > 1) {
            json.writeArrayPropertyStart("otherInputs");
            all.subList(1, all.size()).forEach(writer::write);
            json.writeEndArray();
        }
    }

    private void write(Inputs.Named input) {
        InputDescription description = input.description();
        json.writeStartObject();
        json.writeStringProperty("argument", input.argument());
        json.writeStringProperty("name", description.name());
        json.writeArrayPropertyStart("shape");
        description.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeNumberProperty("entries", description.entries());
        json.writeBooleanProperty("zeroElsewhere", description.zeroElsewhere());
        json.writeBooleanProperty("weighted", description.weighted());
        Indexing indexing = description.indexing();
        if (indexing != null) {
            json.writeNumberProperty("base", indexing.base());
            json.writeBooleanProperty("ids", indexing.hasIds());
        }
        InputDescription.Text text = description.text();
        if (text != null) {
            write(text);
        }
        json.writeEndObject();
    }

    private void write(InputDescription.Text text) {
        json.writeStringProperty("separator", text.separator());
        json.writeBooleanProperty("decimalComma", text.decimalComma());
        json.writeBooleanProperty("header", text.header());
        json.writeBooleanProperty("headerPossible", text.headerPossible());
        json.writeBooleanProperty("indexColumn", text.indexColumn());
        json.writeNumberProperty("missingTokens", text.missing());
        json.writeNumberProperty("comments", text.comments());
        json.writeArrayPropertyStart("ignoredColumns");
        text.ignored().forEach(json::writeString);
        json.writeEndArray();
    }
}
