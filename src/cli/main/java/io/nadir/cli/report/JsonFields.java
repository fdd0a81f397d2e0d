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
import java.io.StringWriter;
import java.util.function.Consumer;

/**
 * Writes the fields of a report as JSON. Numbers have as many digits as it takes to read the same
 * number again; what is not finite is null. Written field by field: binding a class by reflection
 * takes longer to start than a small problem takes to solve.
 */
public final class JsonFields {
    private final JsonGenerator json;

    private JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /** Writes an object with these fields, indented, and leaves {@code out} open. */
    public static void write(OutputStream out, Consumer<JsonFields> fields) {
        try (JsonGenerator json =
                JsonFactory.builder()
                        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build()
                        .createGenerator(new Indented(), out)) {
            JsonFields writer = new JsonFields(json);
            writer.element(() -> fields.accept(writer));
        }
    }

    /** Returns an object with these fields on one line, without a line end. */
    public static String line(Consumer<JsonFields> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
            JsonFields writer = new JsonFields(json);
            writer.element(() -> fields.accept(writer));
        }
        return text.toString();
    }

    /** Writes a number, null if it is not finite. */
    public void number(String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }

    /** Writes a whole number. */
    public void whole(String name, long value) {
        json.writeNumberProperty(name, value);
    }

    /** Writes a text or null. */
    public void text(String name, @Nullable String value) {
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
    public <T> void objects(String name, Iterable<T> elements, Consumer<T> fields) {
        array(name, elements, element -> element(() -> fields.accept(element)));
    }

    void wholes(String name, Iterable<Integer> values) {
        array(name, values, json::writeNumber);
    }

    void numbers(String name, Iterable<Double> values) {
        array(name, values, json::writeNumber);
    }

    /** Writes an array of texts. */
    public void texts(String name, Iterable<String> values) {
        array(name, values, json::writeString);
    }

    private <T> void array(String name, Iterable<T> elements, Consumer<T> each) {
        json.writeArrayPropertyStart(name);
        elements.forEach(each);
        json.writeEndArray();
    }

    /** Writes the seconds that reading and all took. */
    public void seconds(double read, double total) {
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

    /** Writes the version of this program. */
    public void version() {
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
