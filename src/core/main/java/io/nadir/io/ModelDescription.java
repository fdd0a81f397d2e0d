package io.nadir.io;

import io.nadir.model.ModelReader;
import io.nadir.model.TrainedModel;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** Writes the file that describes a saved model; {@link ModelLoader} reads it. */
final class ModelDescription {
    static final String FORMAT = "nadir-model";
    static final int VERSION = 1;
    static final String BASE = "base";
    static final String IDS = "ids";

    /** The field that says of what there are ids if rows or columns have none. */
    private static final String IDS_OF = "idsOf";

    private static final List<String> MODES = List.of("rows", "columns");

    /** The field that names the parameters that are lists, each of which is in a file. */
    static final String LISTS = "lists";

    /** Names that every file system allows for files. */
    static final String FACTOR_NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

    static final String FACTOR_NAMES = "up to 64 letters, digits, - and _, a letter first";

    /** The fields of the description that are not parameters of the model. */
    private static final Set<String> RESERVED =
            new TreeSet<>(
                    List.of(
                            "format", "version", "kind", BASE, IDS, IDS_OF, "rank", "factors",
                            LISTS));

    private ModelDescription() {}

    /** Throws unless a model can be restored from what is saved. */
    static void requireReadable(TrainedModel model) {
        Set<String> kinds = ModelReader.all().keySet();
        if (!kinds.contains(model.kind())) {
            throw new IllegalArgumentException(
                    "model = %s, allowed are %s: a ModelFamily has to name a reader of it"
                            .formatted(model.kind(), String.join(", ", kinds)));
        }
        for (Map.Entry<String, Object> parameter : model.parameters().asMap().entrySet()) {
            if (RESERVED.contains(parameter.getKey())) {
                throw new IllegalArgumentException(
                        "name of a parameter = %s, allowed are others than %s"
                                .formatted(parameter.getKey(), String.join(", ", RESERVED)));
            }
            if (parameter.getValue() instanceof Double number && !Double.isFinite(number)) {
                throw new IllegalArgumentException(
                        parameter.getKey() + " = " + number + ", allowed are finite numbers");
            }
        }
        for (String name : model.factorNames()) {
            if (!name.matches(FACTOR_NAME)) {
                throw new IllegalArgumentException(
                        "name of a factor = " + name + ", allowed are " + FACTOR_NAMES);
            }
        }
    }

    /**
     * Writes the description and leaves the stream open.
     *
     * @param checksums the {@link #checksum} of each factor
     */
    static void write(
            TrainedModel model, Indexing indexing, List<String> checksums, OutputStream out) {
        try (JsonGenerator json =
                JsonFactory.builder()
                        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build()
                        .createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeNumberProperty("version", VERSION);
            json.writeStringProperty("kind", model.kind());
            for (Map.Entry<String, Object> parameter : model.parameters().asMap().entrySet()) {
                switch (parameter.getValue()) {
                    case Boolean flag -> json.writeBooleanProperty(parameter.getKey(), flag);
                    case String text -> json.writeStringProperty(parameter.getKey(), text);
                    case Double number -> json.writeNumberProperty(parameter.getKey(), number);
                    case List<?> inFile -> {}
                    default -> throw new IllegalStateException(parameter.toString());
                }
            }
            json.writeNumberProperty(BASE, indexing.base());
            json.writeBooleanProperty(IDS, indexing.hasIds());
            if (indexing.hasIds(0) != indexing.hasIds(1)) {
                json.writeStringProperty(IDS_OF, MODES.get(indexing.hasIds(0) ? 0 : 1));
            }
            json.writeNumberProperty("rank", model.factors().rank());
            json.writeArrayPropertyStart("factors");
            for (int k = 0; k < checksums.size(); k++) {
                json.writeStartObject();
                json.writeStringProperty("name", model.factorNames().get(k));
                json.writeNumberProperty("rows", model.factors().dimensions().get(k));
                json.writeStringProperty("crc32c", checksums.get(k));
                json.writeEndObject();
            }
            json.writeEndArray();
            writeLists(model, json);
            json.writeEndObject();
        }
    }

    /** Reads which have ids: rows (mode 0), columns (mode 1). */
    static List<Integer> modesWithIds(JsonObject description) throws DataFormatException {
        if (!description.flag(IDS)) {
            return List.of();
        }
        if (!description.has(IDS_OF)) {
            return List.of(0, 1);
        }
        String which = description.text(IDS_OF);
        if (!MODES.contains(which)) {
            throw description.refuse(
                    IDS_OF + " = " + Printable.quote(which) + ", allowed are rows and columns");
        }
        return List.of(MODES.indexOf(which));
    }

    /** Names of the parameters that are lists. */
    static List<String> listNames(TrainedModel model) {
        return model.parameters().asMap().entrySet().stream()
                .filter(parameter -> parameter.getValue() instanceof List)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void writeLists(TrainedModel model, JsonGenerator json) {
        List<String> names = listNames(model);
        if (names.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(LISTS);
        for (String name : names) {
            json.writeStartObject();
            json.writeStringProperty("name", name);
            json.writeNumberProperty("rows", model.parameters().numbers(name).length);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Returns the CRC-32C checksum of the description of the model, of its indexing, and of the
     * elements of a factor.
     */
    static String checksum(TrainedModel model, int k, String named) {
        CRC32C sum = new CRC32C();
        sum.update((model.kind() + model.parameters() + named).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : model.factors().toArray(k)) {
            sum.update(bytes.clear().putDouble(value).flip());
        }
        return String.format("%08x", sum.getValue());
    }
}
