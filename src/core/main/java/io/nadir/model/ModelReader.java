package io.nadir.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Makes trained models of one kind again from what was saved of them: the way back from {@link
 * TrainedModel#parameters}. A family says which kinds it reads, see {@link ModelFamily#readers}.
 *
 * @param kind {@link TrainedModel#kind} of the models
 * @param maker makes a model of its parameters and factors; throws {@link IllegalArgumentException}
 *     if they are not those of such a model
 */
public record ModelReader(
        String kind, BiFunction<ModelParameters, Factors, ? extends TrainedModel> maker) {
    /** Refuses null. */
    public ModelReader {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(maker, "maker");
    }

    /**
     * The model.
     *
     * @param factors shared, not copied
     * @throws IllegalArgumentException if parameters and factors are not those of such a model
     */
    public TrainedModel read(ModelParameters parameters, Factors factors) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(factors, "factors");

        return maker.apply(parameters, factors);
    }

    /**
     * The readers of all families that {@link ServiceLoader} finds with the class loader of the
     * calling thread or that of this library, by kind. Of two for the same kind, Nadir's own is
     * taken.
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
