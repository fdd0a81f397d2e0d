package io.nadir.io;

import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.ModelReader;
import io.nadir.model.TrainedModel;
import io.nadir.model.TrainedModel.Parameters;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.Reader;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Saves a trained model to a directory, and loads it.
 *
 * {@snippet file="embedder/Examples.java" region="save"}
 *
 * <p>Each factor is a {@code .npy} file. The file {@code model.json} describes the model, with a
 * CRC-32C checksum for each factor and how rows and columns of the data are identified; if they
 * have ids, these are in {@code rows.csv} and {@code columns.csv}. When loading, a file that is
 * missing, truncated, damaged, from another model or not part of a model is refused with a message
 * that names it.
 */
public final class ModelDirectory {
    /** The name of the file that describes the model. */
    public static final String DESCRIPTION = "model.json";

    private static final String FORMAT = "nadir-model";
    private static final int VERSION = 1;
    private static final String BASE = "base";
    private static final String IDS = "ids";

    /** Names that every file system allows for files. */
    private static final String FACTOR_NAME = "[A-Za-z][A-Za-z0-9_-]{0,63}";

    private static final String FACTOR_NAMES = "up to 64 letters, digits, - and _, a letter first";

    /** The fields of the description that are not parameters of the model. */
    private static final Set<String> RESERVED =
            new TreeSet<>(List.of("format", "version", "kind", BASE, IDS, "rank", "factors"));

    private ModelDirectory() {}

    /**
     * Saves a model. Either all files appear together under their names, or none. Layers of your
     * own are saved by name, see {@link Layer#name}.
     *
     * @param directory the target; created if it does not exist
     * @param model the model
     * @throws IllegalArgumentException if the kind of model is unknown, or a layer could not be
     *     restored from its name; nothing is written then
     * @throws IOException if a file cannot be written
     */
    public static void save(Path directory, TrainedModel model) throws IOException {
        save(directory, model, Indexing.FROM_ONE);
    }

    /**
     * Saves a model together with how the rows and columns of its data are identified. Either all
     * files appear together under their names, or none.
     *
     * @param directory the target; created if it does not exist
     * @param model the model
     * @param indexing how rows and columns are identified
     * @throws IllegalArgumentException as {@link #save(Path, TrainedModel)}; also if there are not
     *     as many ids as rows and columns
     * @throws IOException if a file cannot be written
     */
    public static void save(Path directory, TrainedModel model, Indexing indexing)
            throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(indexing, "indexing");

        requireReadable(model); // Before anything is made.
        List<String> names = new ArrayList<>(fileNames(model));
        names.addAll(IdFiles.NAMES);
        try (OutputDirectory output = OutputDirectory.open(directory, names)) {
            write(output, model, indexing);
            output.commit();
        }
    }

    /**
     * Writes the files of a model into a directory that receives other files as well.
     *
     * @param output the directory
     * @param model the model
     * @param indexing how rows and columns of its data are identified; ids are written to {@code
     *     rows.csv} and {@code columns.csv}
     * @throws IllegalArgumentException if the kind of model is unknown, if a layer could not be
     *     restored from its name, or if there are not as many ids as rows and columns
     * @throws IOException if a file cannot be written
     */
    @SuppressWarnings("exports") // For the command line.
    public static void write(OutputDirectory output, TrainedModel model, Indexing indexing)
            throws IOException {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(indexing, "indexing");

        requireReadable(model);
        String named = IdFiles.describe(indexing);
        IdFiles.requireFit(indexing, model.factors().dimensions());
        Factors factors = model.factors();
        List<String> names = model.factorNames();
        List<String> checksums = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double[] values = factors.toArray(k);
            int rows = factors.dimensions().get(k);
            checksums.add(checksum(model, k, named));
            output.write(
                    FactorsReader.fileName(names.get(k)),
                    out -> NpyWriter.write(out, List.of(rows, factors.rank()), values));
        }
        IdFiles.write(output, indexing);
        output.write(DESCRIPTION, out -> describe(model, indexing, checksums, out));
    }

    /**
     * Returns whether the factors in a directory have ids. The description tells, because files of
     * ids may be left over from another model; without a description, the existence of such files
     * decides.
     */
    static boolean hasIds(Path directory) throws IOException {
        Path description = directory.resolve(DESCRIPTION);
        if (!Files.exists(description)) {
            return IdFiles.NAMES.stream().allMatch(name -> Files.exists(directory.resolve(name)));
        }
        JsonObject object = Input.decode(description, JsonObject::read);
        return object.has(IDS) && object.flag(IDS);
    }

    /** Returns the names of the files of ids: none if rows and columns are counted. */
    public static List<String> fileNames(Indexing indexing) {
        Objects.requireNonNull(indexing, "indexing");

        return indexing.hasIds() ? IdFiles.NAMES : List.of();
    }

    /**
     * Writes the ids of rows and columns, if there are any.
     *
     * @throws IOException if a file cannot be written
     */
    @SuppressWarnings("exports") // For the command line.
    public static void writeIds(OutputDirectory output, Indexing indexing) throws IOException {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(indexing, "indexing");

        IdFiles.write(output, indexing);
    }

    /** Returns the names of the files of a model that has no ids. */
    public static List<String> fileNames(TrainedModel model) {
        Objects.requireNonNull(model, "model");

        List<String> names = new ArrayList<>();
        for (String name : model.factorNames()) {
            names.add(FactorsReader.fileName(name));
        }
        names.add(DESCRIPTION);
        return names;
    }

    /**
     * Loads a model.
     *
     * @throws DataFormatException if a file is damaged or was not written by {@link #save}
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static TrainedModel load(Path directory) throws IOException {
        return loadWithIndexing(directory).model();
    }

    /**
     * Loads a model that may contain layers of your own.
     *
     * @param reader creates these layers from their names
     * @throws DataFormatException as {@link #load(Path)}
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static TrainedModel load(Path directory, Reader reader) throws IOException {
        return loadWithIndexing(directory, reader).model();
    }

    /**
     * Loads a model together with how the rows and columns of its data are identified.
     *
     * @throws DataFormatException if a file is damaged or was not written by {@link #save}
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static SavedModel loadWithIndexing(Path directory) throws IOException {
        return loadWithIndexing(directory, Reader.NONE);
    }

    /**
     * Loads a model that may contain layers of your own, together with how the rows and columns of
     * its data are identified.
     *
     * @param reader creates these layers from their names
     * @throws DataFormatException as {@link #load(Path)}
     * @throws InsufficientMemoryException if the factors do not fit into memory
     * @throws IOException if a file cannot be read
     */
    public static SavedModel loadWithIndexing(Path directory, Reader reader) throws IOException {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(reader, "reader");

        return Input.decode(
                directory.resolve(DESCRIPTION), in -> load(directory, JsonObject.read(in), reader));
    }

    private static SavedModel load(Path directory, JsonObject description, Reader reader)
            throws IOException {
        requireFormat(description);
        List<FactorFile> files = new ArrayList<>();
        List<String> checksums = new ArrayList<>();
        readFactors(directory, description, files, checksums);
        Factors factors = FactorFile.join(files);
        String kind = description.text("kind");
        boolean says = description.has(BASE);
        Indexing indexing = says ? indexing(directory, description, factors) : Indexing.FROM_ONE;
        TrainedModel model = model(description, kind, factors, reader);
        description.requireNothingElse();
        requireChecksums(description, model, says ? IdFiles.describe(indexing) : "", checksums);
        return new SavedModel(model, indexing);
    }

    /** Reads the indexing, which descriptions of older versions do not have. */
    private static Indexing indexing(Path directory, JsonObject description, Factors factors)
            throws IOException {
        int base = description.integer(BASE, 0);
        boolean ids = description.flag(IDS);
        if (base > 1) {
            throw description.refuse("base = " + base + ", allowed are 0 and 1");
        }
        return ids ? IdFiles.read(directory, factors.dimensions()) : Indexing.counted(base);
    }

    /** Returns the parameters of a model other than its kind and its factors. */
    private static void requireReadable(TrainedModel model) {
        Set<String> kinds = ModelReader.all().keySet();
        if (!kinds.contains(model.kind())) {
            throw new IllegalArgumentException(
                    "model = "
                            + model.kind()
                            + ", allowed are "
                            + String.join(", ", kinds)
                            + ": a ModelFamily has to name a reader of it");
        }
        for (Map.Entry<String, Object> parameter : model.parameters().asMap().entrySet()) {
            if (RESERVED.contains(parameter.getKey())) {
                throw new IllegalArgumentException(
                        "name of a parameter = "
                                + parameter.getKey()
                                + ", allowed are others than "
                                + String.join(", ", RESERVED));
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

    private static void describe(
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
                    default -> throw new IllegalStateException(parameter.toString());
                }
            }
            json.writeNumberProperty(BASE, indexing.base());
            json.writeBooleanProperty(IDS, indexing.hasIds());
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
            json.writeEndObject();
        }
    }

    private static void requireFormat(JsonObject description) throws DataFormatException {
        String format = description.text("format");
        if (!format.equals(FORMAT)) {
            throw description.refuse(
                    "format = " + Printable.quote(format) + ", allowed is " + FORMAT);
        }
        int version = description.integer("version", 1);
        if (version != VERSION) {
            throw description.refuse(
                    "has version " + version + " of the format, this program reads " + VERSION);
        }
    }

    /** Reads the factors, whose names, shapes and checksums the description has. */
    private static void readFactors(
            Path directory, JsonObject description, List<FactorFile> files, List<String> checksums)
            throws IOException {
        int rank = description.integer("rank", 0);
        for (JsonObject factor : description.objects("factors")) {
            String name = factor.text("name");
            if (!name.matches(FACTOR_NAME)) {
                throw description.refuse(
                        "name = " + Printable.quote(name) + ", allowed are " + FACTOR_NAMES);
            }
            FactorFile file = FactorFile.read(directory.resolve(FactorsReader.fileName(name)));
            file.requireRows(factor.integer("rows", 1), DESCRIPTION + " says");
            file.requireColumns(rank, DESCRIPTION + " says");
            files.add(file);
            checksums.add(name + " " + factor.text("crc32c"));
            factor.requireNothingElse();
        }
        if (files.isEmpty()) {
            throw description.refuse("0 factors, allowed are 1 and more");
        }
    }

    private static void requireChecksums(
            JsonObject description, TrainedModel model, String named, List<String> stated)
            throws DataFormatException {
        List<String> found = new ArrayList<>();
        for (int k = 0; k < model.factors().order(); k++) {
            found.add(model.factorNames().get(k) + " " + checksum(model, k, named));
        }
        if (!found.equals(stated)) {
            throw description.refuse(
                    "is damaged, or a factor is, or belongs to another model: checksums "
                            + found
                            + ", must be "
                            + stated.stream().map(Printable::quote).toList());
        }
    }

    /**
     * Returns the CRC-32C checksum of the description of the model, of its indexing, and of the
     * elements of a factor.
     */
    private static String checksum(TrainedModel model, int k, String named) {
        CRC32C sum = new CRC32C();
        sum.update((model.kind() + model.parameters() + named).getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : model.factors().toArray(k)) {
            sum.update(bytes.clear().putDouble(value).flip());
        }
        return String.format("%08x", sum.getValue());
    }

    private static TrainedModel model(
            JsonObject description, String kind, Factors factors, Reader layers)
            throws DataFormatException {
        Map<String, ModelReader> readers = new TreeMap<>(ModelReader.all());
        ModelReader deep = DeepNetwork.reader(layers);
        readers.put(deep.kind(), deep);
        ModelReader reader = readers.get(kind);
        if (reader == null) {
            throw description.refuse(
                    "kind = "
                            + Printable.quote(kind)
                            + ", allowed are "
                            + String.join(", ", readers.keySet()));
        }
        Map<String, Object> parameters = description.otherValues();
        TrainedModel model;
        try {
            model = reader.read(Parameters.copyOf(parameters), factors);
        } catch (IllegalArgumentException e) {
            throw description.refuse(Printable.oneLine(String.valueOf(e.getMessage())));
        }
        for (String name : parameters.keySet()) {
            if (!model.parameters().asMap().containsKey(name)) {
                throw description.unknown(name);
            }
        }
        return model;
    }

    /**
     * A model that was loaded from a directory. An immutable value.
     *
     * @param model the model
     * @param indexing how rows and columns of its data are identified
     */
    public record SavedModel(TrainedModel model, Indexing indexing) {
        /** Rejects null. */
        public SavedModel {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(indexing, "indexing");
        }
    }
}
