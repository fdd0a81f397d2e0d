package io.nadir.cli.report;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.LinearAlgebra;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Writes the fields of a report as JSON. Numbers have as many digits as it takes to read the same
 * number again; what is not finite is null. Written field by field: binding a class by reflection
 * takes longer to start than a small problem takes to solve.
 */
final class JsonFields {
    private final JsonGenerator json;

    private JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /** Writes an object with these fields, indented, and leaves {@code out} open. */
    static void write(OutputStream out, Consumer<JsonFields> fields) {
        try (JsonGenerator json =
                JsonFactory.builder()
                        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build()
                        .createGenerator(new Indented(), out)) {
            JsonFields writer = new JsonFields(json);
            writer.element(() -> fields.accept(writer));
        }
    }

    /** Writes a number, null if it is not finite. */
    void number(String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }

    void whole(String name, long value) {
        json.writeNumberProperty(name, value);
    }

    void text(String name, @Nullable String value) {
        json.writeStringProperty(name, value);
    }

    void flag(String name, boolean value) {
        json.writeBooleanProperty(name, value);
    }

    void nothing(String name) {
        json.writeNullProperty(name);
    }

    /** Writes a field that is an object. */
    void object(String name, Runnable fields) {
        json.writeName(name);
        element(fields);
    }

    /** Writes an object, as an element of an array. */
    void element(Runnable fields) {
        json.writeStartObject();
        fields.run();
        json.writeEndObject();
    }

    /** Writes an array of objects, with the fields of each. */
    <T> void objects(String name, Iterable<T> elements, Consumer<T> fields) {
        array(name, elements, element -> element(() -> fields.accept(element)));
    }

    void wholes(String name, Iterable<Integer> values) {
        array(name, values, json::writeNumber);
    }

    void numbers(String name, Iterable<Double> values) {
        array(name, values, json::writeNumber);
    }

    void texts(String name, Iterable<String> values) {
        array(name, values, json::writeString);
    }

    private <T> void array(String name, Iterable<T> elements, Consumer<T> each) {
        json.writeArrayPropertyStart(name);
        elements.forEach(each);
        json.writeEndArray();
    }

    /** Writes the seconds that reading and all took. */
    void seconds(double read, double total) {
        object(
                "seconds",
                () -> {
                    number("read", read);
                    number("total", total);
                });
    }

    /** Writes what computes here. */
    void kernels() {
        object(
                "kernels",
                () -> {
                    text("dense", Kernels.describe());
                    text("linearAlgebra", LinearAlgebra.get().reason());
                });
    }

    void version() {
        text("version", Version.get());
    }

    /** One field a line. */
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
