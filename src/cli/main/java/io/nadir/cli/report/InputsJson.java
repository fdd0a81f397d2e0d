package io.nadir.cli.report;

import io.nadir.io.Indexing;
import io.nadir.io.InputDescription;

import java.util.List;

/** Writes when a command began and how the inputs were understood, as fields of an object. */
final class InputsJson {
    private final JsonFields json;

    private InputsJson(JsonFields json) {
        this.json = json;
    }

    /**
     * Writes when, in UTC, and of commands that have read inputs the first one and, if there are
     * more, an array of the others.
     */
    static void write(JsonFields json, Inputs inputs) {
        json.text("date", inputs.date().toString());
        if (!inputs.command().isEmpty()) {
            json.texts("command", inputs.command());
        }
        List<Inputs.Named> all = inputs.all();
        if (all.isEmpty()) {
            return;
        }
        InputsJson writer = new InputsJson(json);
        json.object("input", () -> writer.write(all.getFirst()));
        if (all.size() > 1) {
            json.objects("otherInputs", all.subList(1, all.size()), writer::write);
        }
    }

    private void write(Inputs.Named input) {
        InputDescription description = input.description();
        json.text("argument", input.argument());
        json.text("name", description.name());
        json.wholes("shape", description.shape());
        json.whole("entries", description.entries());
        json.flag("zeroElsewhere", description.zeroElsewhere());
        json.flag("weighted", description.weighted());
        if (description.storage() != null) {
            json.text("storage", description.storage());
        }
        Indexing indexing = description.indexing();
        if (indexing != null) {
            json.whole("base", indexing.base());
            json.flag("ids", indexing.hasIds());
            if (indexing.hasIds(0) != indexing.hasIds(1)) {
                json.text("idsOf", indexing.hasIds(0) ? "rows" : "columns");
            }
        }
        InputDescription.Text text = description.text();
        if (text != null) {
            json.text("separator", text.separator());
            json.flag("decimalComma", text.decimalComma());
            json.flag("header", text.header());
            json.flag("headerPossible", text.headerPossible());
            json.flag("indexColumn", text.indexColumn());
            json.whole("missingTokens", text.missing());
            json.whole("comments", text.comments());
            json.texts("ignoredColumns", text.ignored());
        }
    }
}
