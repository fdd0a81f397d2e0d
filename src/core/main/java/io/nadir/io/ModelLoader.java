package io.nadir.io;

import io.nadir.io.ModelDirectory.SavedModel;
import io.nadir.model.Factors;
import io.nadir.model.ModelReader;
import io.nadir.model.TrainedModel;
import io.nadir.model.TrainedModel.Parameters;
import io.nadir.network.deep.DeepNetwork;
import io.nadir.network.deep.layer.Layer.Reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loads the model that a {@link ModelDescription} describes, and checks every file of it. */
final class ModelLoader {
    private ModelLoader() {}

    /**
     * Loads the model.
     *
     * @param reader creates layers of the user's own
     */
    static SavedModel load(Path directory, JsonObject description, Reader reader)
            throws IOException {
        requireFormat(description);
        List<FactorFile> files = new ArrayList<>();
        List<String> checksums = new ArrayList<>();
        readFactors(directory, description, files, checksums);
        Factors factors = FactorFile.join(files);
        String kind = description.text("kind");
        boolean says = description.has(ModelDescription.BASE);
        Indexing indexing = says ? indexing(directory, description, factors) : Indexing.FROM_ONE;
        Map<String, Object> lists = readLists(directory, description);
        TrainedModel model = model(description, kind, lists, factors, reader);
        description.requireNothingElse();
        requireChecksums(description, model, says ? IdFiles.describe(indexing) : "", checksums);
        return new SavedModel(model, indexing);
    }

    /** Reads the indexing, which descriptions of older versions do not have. */
    private static Indexing indexing(Path directory, JsonObject description, Factors factors)
            throws IOException {
        int base = description.integer(ModelDescription.BASE, 0);
        List<Integer> modes = ModelDescription.modesWithIds(description);
        if (base > 1) {
            throw description.refuse("base = " + base + ", allowed are 0 and 1");
        }
        return IdFiles.read(directory, factors.dimensions(), modes).withBase(base);
    }

    private static void requireFormat(JsonObject description) throws DataFormatException {
        String format = description.text("format");
        if (!format.equals(ModelDescription.FORMAT)) {
            throw description.refuse(
                    "format = %s, allowed is %s"
                            .formatted(Printable.quote(format), ModelDescription.FORMAT));
        }
        int version = description.integer("version", 1);
        if (version != ModelDescription.VERSION) {
            throw description.refuse(
                    "has version %s of the format, this program reads %s"
                            .formatted(version, ModelDescription.VERSION));
        }
    }

    /** Reads the factors, whose names, shapes and checksums the description has. */
    private static void readFactors(
            Path directory, JsonObject description, List<FactorFile> files, List<String> checksums)
            throws IOException {
        int rank = description.integer("rank", 0);
        for (JsonObject factor : description.objects("factors")) {
            String name = factor.text("name");
            requireName(description, name);
            FactorFile file = FactorFile.read(directory.resolve(FactorsReader.fileName(name)));
            file.requireRows(factor.integer("rows", 1), ModelDirectory.DESCRIPTION + " says");
            file.requireColumns(rank, ModelDirectory.DESCRIPTION + " says");
            files.add(file);
            checksums.add(name + " " + factor.text("crc32c"));
            factor.requireNothingElse();
        }
        if (files.isEmpty()) {
            throw description.refuse("0 factors, allowed are 1 and more");
        }
    }

    /** Reads the parameters that are lists, whose names and lengths the description has. */
    private static Map<String, Object> readLists(Path directory, JsonObject description)
            throws IOException {
        Map<String, Object> lists = new TreeMap<>();
        if (!description.has(ModelDescription.LISTS)) {
            return lists;
        }
        for (JsonObject list : description.objects(ModelDescription.LISTS)) {
            String name = list.text("name");
            requireName(description, name);
            FactorFile file = FactorFile.read(directory.resolve(FactorsReader.fileName(name)));
            file.requireRows(list.integer("rows", 0), ModelDirectory.DESCRIPTION + " says");
            file.requireColumns(1, "a list has");
            lists.put(name, file.values());
            list.requireNothingElse();
        }
        return lists;
    }

    private static void requireName(JsonObject description, String name)
            throws DataFormatException {
        if (!name.matches(ModelDescription.FACTOR_NAME)) {
            throw description.refuse(
                    "name = %s, allowed are %s"
                            .formatted(Printable.quote(name), ModelDescription.FACTOR_NAMES));
        }
    }

    private static void requireChecksums(
            JsonObject description, TrainedModel model, String named, List<String> stated)
            throws DataFormatException {
        List<String> found = new ArrayList<>();
        for (int k = 0; k < model.factors().order(); k++) {
            found.add(
                    model.factorNames().get(k) + " " + ModelDescription.checksum(model, k, named));
        }
        if (!found.equals(stated)) {
            throw description.refuse(
                    "is damaged, or a factor is, or belongs to another model: checksums "
                            + found
                            + ", must be "
                            + stated.stream().map(Printable::quote).toList());
        }
    }

    private static TrainedModel model(
            JsonObject description,
            String kind,
            Map<String, Object> lists,
            Factors factors,
            Reader layers)
            throws DataFormatException {
        Map<String, ModelReader> readers = new TreeMap<>(ModelReader.all());
        ModelReader deep = DeepNetwork.reader(layers);
        readers.put(deep.kind(), deep);
        ModelReader reader = readers.get(kind);
        if (reader == null) {
            throw description.refuse(
                    "kind = %s, allowed are %s"
                            .formatted(Printable.quote(kind), String.join(", ", readers.keySet())));
        }
        Map<String, Object> parameters = new TreeMap<>(description.otherValues());
        parameters.putAll(lists);
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
}
