package io.nadir.io;

import io.nadir.io.output.OutputDirectory;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.Reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Saves a trained model to a directory, and loads it.
 *
 * {@snippet file="embedder/Examples.java" region="save"}
 *
 * <p>Each factor is a {@code .npy} file. The file {@code model.json} describes the model, with a
 * CRC-32C checksum for each factor and how rows and columns of the data are identified; their ids,
 * if they have any, are in {@code rows.csv} and {@code columns.csv}. When loading, a file that is
 * missing, truncated, damaged, from another model or not part of a model is refused with a message
 * that names it.
 */
public final class ModelDirectory {
    /** The name of the file that describes the model. */
    public static final String DESCRIPTION = "model.json";

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

        ModelDescription.requireReadable(model); // Before anything is made.
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

        ModelDescription.requireReadable(model);
        String named = IdFiles.describe(indexing);
        IdFiles.requireFit(indexing, model.factors().dimensions());
        Factors factors = model.factors();
        List<String> names = model.factorNames();
        List<String> checksums = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double[] values = factors.toArray(k);
            int rows = factors.dimensions().get(k);
            checksums.add(ModelDescription.checksum(model, k, named));
            output.write(
                    FactorsReader.fileName(names.get(k)),
                    out -> NpyWriter.write(out, List.of(rows, factors.rank()), values));
        }
        for (String name : ModelDescription.listNames(model)) {
            double[] values = model.parameters().numbers(name);
            output.write(
                    FactorsReader.fileName(name),
                    out -> NpyWriter.write(out, List.of(values.length, 1), values));
        }
        IdFiles.write(output, indexing);
        output.write(DESCRIPTION, out -> ModelDescription.write(model, indexing, checksums, out));
    }

    /**
     * Returns which factors in a directory have ids: those of rows (mode 0), of columns (mode 1).
     * The description tells, because files of ids may be left over from another model; without a
     * description, the existence of such files decides.
     */
    static List<Integer> modesWithIds(Path directory) throws IOException {
        Path description = directory.resolve(DESCRIPTION);
        if (!Files.exists(description)) {
            return IntStream.range(0, IdFiles.NAMES.size())
                    .filter(mode -> Files.exists(directory.resolve(IdFiles.NAMES.get(mode))))
                    .boxed()
                    .toList();
        }
        JsonObject object = Input.decode(description, JsonObject::read);
        return object.has(ModelDescription.IDS) ? ModelDescription.modesWithIds(object) : List.of();
    }

    /** Returns the names of the files of ids: of rows, of columns, of both or of neither. */
    public static List<String> fileNames(Indexing indexing) {
        Objects.requireNonNull(indexing, "indexing");

        return IdFiles.names(indexing);
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

    /**
     * Writes a file of ids: a header, then one id per line.
     *
     * @throws IOException if the file cannot be written
     */
    @SuppressWarnings("exports") // For the command line.
    public static void writeIds(OutputDirectory output, String name, List<String> ids)
            throws IOException {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ids, "ids");

        output.write(name, out -> TableWriter.writeIds(out, "id", ids));
    }

    /** Returns the names of the files of a model that has no ids. */
    public static List<String> fileNames(TrainedModel model) {
        Objects.requireNonNull(model, "model");

        List<String> names = new ArrayList<>();
        for (String name : model.factorNames()) {
            names.add(FactorsReader.fileName(name));
        }
        for (String name : ModelDescription.listNames(model)) {
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

        Path description = directory.resolve(DESCRIPTION);
        if (Files.isDirectory(directory) && !Files.exists(description)) {
            throw new NoSuchFileException(
                    description.toString(),
                    null,
                    "no such file, so the directory has no saved model: allowed are those that"
                            + " solve, path or prune (in Java: ModelDirectory.save) has written");
        }
        return Input.decode(
                description, in -> ModelLoader.load(directory, JsonObject.read(in), reader));
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
