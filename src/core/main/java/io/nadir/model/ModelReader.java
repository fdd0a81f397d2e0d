package io.nadir.model;

import io.nadir.model.TrainedModel.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Restores trained models of one kind from what was saved, the inverse of {@link
 * TrainedModel#parameters}. A family tells which kinds it reads, see {@link ModelFamily#readers}.
 *
 * @param kind the {@link TrainedModel#kind} of the models
 * @param maker creates a model from its parameters and factors; throws {@link
 *     IllegalArgumentException} if they are not those of such a model
 */
public record ModelReader(
        String kind, BiFunction<Parameters, Factors, ? extends TrainedModel> maker) {
    /** Rejects null. */
    public ModelReader {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(maker, "maker");
    }

    /**
     * Returns the model.
     *
     * @param parameters the saved parameters
     * @param factors the factors; not copied
     * @throws IllegalArgumentException if parameters and factors are not those of such a model
     */
    public TrainedModel read(Parameters parameters, Factors factors) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(factors, "factors");

        return maker.apply(parameters, factors);
    }

    /**
     * Returns, by kind, the readers of all families that {@link ServiceLoader} finds with the class
     * loader of the calling thread or with that of this library. If two read the same kind, the one
     * of this library is used.
     */
    public static Map<String, ModelReader> all() {
        List<ModelFamily> families = new ArrayList<>();
        ServiceLoader.load(ModelFamily.class, ModelFamily.class.getClassLoader())
                .forEach(families::add);
        ServiceLoader.load(ModelFamily.class).forEach(families::add);
        Map<String, ModelReader> readers = new TreeMap<>();
        for (ModelFamily family : families) {
            for (ModelReader reader : family.readers()) {
                readers.putIfAbsent(reader.kind(), reader);
            }
        }
        return readers;
    }
}
