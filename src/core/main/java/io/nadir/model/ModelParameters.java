package io.nadir.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameters of a trained model other than its kind and its factors: named numbers, texts,
 * truth values and lists of numbers. They are saved with the model. An immutable value.
 */
public final class ModelParameters {
    /** No parameters, for a model that its factors determine completely. */
    public static final ModelParameters NONE = new ModelParameters(new TreeMap<>());

    private final SortedMap<String, Object> values;

    private ModelParameters(SortedMap<String, Object> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /**
     * Creates parameters from a copy of a map.
     *
     * @param values a {@link Double}, {@link String}, {@link Boolean} or array of doubles for each
     *     name; {@link #asMap} has the array as an unmodifiable list
     * @throws IllegalArgumentException if a value is of another type
     */
    public static ModelParameters copyOf(Map<String, ?> values) {
        Objects.requireNonNull(values, "values");

        SortedMap<String, Object> sorted = new TreeMap<>(values);
        sorted.replaceAll(ModelParameters::checked);
        return new ModelParameters(sorted);
    }

    private static Object checked(String name, Object value) {
        return switch (value) {
            case Double number -> number;
            case String text -> text;
            case Boolean flag -> flag;
            case double[] numbers -> Arrays.stream(numbers).boxed().toList();
            default ->
                    throw new IllegalArgumentException(
                            "parameter "
                                    + name
                                    + " is of "
                                    + value.getClass()
                                    + ", allowed are Double, String, Boolean and double[]");
        };
    }

    /** Returns all parameters by their names, in alphabetical order; unmodifiable. */
    public SortedMap<String, Object> asMap() {
        return values;
    }

    /**
     * Returns the number of the given name.
     *
     * @throws IllegalArgumentException if there is no number of that name
     */
    public double number(String name) {
        return value(name, Double.class, "a number");
    }

    /**
     * Returns the text of the given name.
     *
     * @throws IllegalArgumentException if there is no text of that name
     */
    public String text(String name) {
        return value(name, String.class, "a text");
    }

    /**
     * Returns the truth value of the given name.
     *
     * @throws IllegalArgumentException if there is no truth value of that name
     */
    public boolean flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /**
     * Returns a copy of the list of numbers of the given name.
     *
     * @throws IllegalArgumentException if there is no list of that name
     */
    public double[] numbers(String name) {
        List<?> numbers = value(name, List.class, "a list of numbers");
        return numbers.stream().mapToDouble(number -> (Double) number).toArray();
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

    /** Returns the text of the map; the checksums of saved models depend on it. */
    @Override
    public String toString() {
        return values.toString();
    }
}
