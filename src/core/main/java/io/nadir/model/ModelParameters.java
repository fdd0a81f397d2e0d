package io.nadir.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to say of a trained model beside its kind and its factors: numbers, texts, and
 * yes-or-no values, each with a name. They are saved with the model.
 *
 * <p>An immutable value.
 */
public final class ModelParameters {
    /** No parameters: the factors say everything. */
    public static final ModelParameters NONE = new ModelParameters(new TreeMap<>());

    private final SortedMap<String, Object> values;

    private ModelParameters(SortedMap<String, Object> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /**
     * Copies the parameters of a map.
     *
     * @param values a {@link Double}, {@link String} or {@link Boolean} for each name
     * @throws IllegalArgumentException if a value is something else
     */
    public static ModelParameters copyOf(Map<String, ?> values) {
        Objects.requireNonNull(values, "values");

        SortedMap<String, Object> sorted = new TreeMap<>(values);
        for (Map.Entry<String, Object> parameter : sorted.entrySet()) {
            Class<?> type = parameter.getValue().getClass();
            if (type != Double.class && type != String.class && type != Boolean.class) {
                throw new IllegalArgumentException(
                        "parameter "
                                + parameter.getKey()
                                + " is of "
                                + type
                                + ", allowed are Double, String and Boolean");
            }
        }
        return new ModelParameters(sorted);
    }

    /** All parameters by their names, in alphabetical order; unmodifiable. */
    public SortedMap<String, Object> asMap() {
        return values;
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if there is no number of that name
     */
    public double number(String name) {
        return value(name, Double.class, "a number");
    }

    /**
     * A text.
     *
     * @throws IllegalArgumentException if there is no text of that name
     */
    public String text(String name) {
        return value(name, String.class, "a text");
    }

    /**
     * True or false.
     *
     * @throws IllegalArgumentException if there is no such value of that name
     */
    public boolean flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    private <T> T value(String name, Class<T> type, String allowed) {
        Objects.requireNonNull(name, "name");

        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("the field " + name + " is not " + allowed);
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelParameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** As a map prints: checksums of saved models rest on it. */
    @Override
    public String toString() {
        return values.toString();
    }
}
