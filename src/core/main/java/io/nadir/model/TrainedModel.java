package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * The result of a solve that can be used without the data: the factors, and how outputs are
 * computed from them.
 *
 * <p>An implementation is immutable unless the caller changes the factors.
 */
public interface TrainedModel {
    /** Returns the name of the kind of model, as reports and the command line show it. */
    String kind();

    /** Returns the factors, not copied. */
    Factors factors();

    /**
     * Returns factors whose outputs under the map are those of this model. They are {@link
     * #factors}, which is the default, unless something is added to the outputs of the factors.
     */
    default Factors outputFactors() {
        return factors();
    }

    /**
     * Returns this model with other factors.
     *
     * @param other factors of the same shapes, of any rank; not copied
     * @throws IllegalArgumentException if no {@link ModelReader} of the kind is found
     */
    default TrainedModel withFactors(Factors other) {
        Objects.requireNonNull(other, "other");

        ModelReader reader = ModelReader.all().get(kind());
        if (reader == null) {
            throw new IllegalArgumentException("model = " + kind() + ", allowed are known kinds");
        }
        return reader.read(parameters(), other);
    }

    /** Returns the offsets that are added to the outputs of the factors; by default none, null. */
    default @Nullable Offsets offsets() {
        return null;
    }

    /**
     * Returns the parameters that are needed, in addition to the factors, to restore the model. A
     * {@link ModelReader} of the model's family receives them when a saved model is loaded.
     *
     * @throws IllegalArgumentException if this model could not be restored from what is saved
     */
    default Parameters parameters() {
        return Parameters.NONE;
    }

    /**
     * Returns the names of the blocks of the factors, as in file names: {@code U} and {@code V}, or
     * {@code W1}, {@code W2}, …
     */
    List<String> factorNames();

    /**
     * Returns a copy of one block of the factors, rows×rank row-major.
     *
     * @param name one of {@link #factorNames}
     * @throws IllegalArgumentException if there is no block of this name; the message lists the
     *     names
     */
    default double[] factor(String name) {
        Objects.requireNonNull(name, "name");

        int k = factorNames().indexOf(name);
        if (k < 0) {
            throw new IllegalArgumentException(
                    "factor = " + name + ", allowed are " + String.join(", ", factorNames()));
        }
        return factors().toArray(k);
    }

    /**
     * Returns entries of X = Φ(W) at given positions, for matrices and tensors.
     *
     * @param indices for each mode (rows and columns of a matrix) the indices of all positions,
     *     from 0
     * @return one entry for each position
     * @throws IllegalArgumentException if there is not one array for each mode, or their lengths
     *     differ
     * @throws IndexOutOfBoundsException if X has no such entry
     * @throws UnsupportedOperationException if the model is a network; see {@link #outputs}
     */
    default double[] entries(int[]... indices) {
        Objects.requireNonNull(indices, "indices");

        throw new UnsupportedOperationException(
                "a " + kind() + " model has outputs for samples, not entries");
    }

    /**
     * Returns all entries of X in a new array, row-major: the last index runs fastest.
     *
     * @throws IllegalArgumentException if the entries exceed the largest Java array
     * @throws UnsupportedOperationException if the model is a network, see {@link #outputs}, or its
     *     entries are only available one by one
     */
    default double[] allEntries() {
        throw new UnsupportedOperationException(
                "a " + kind() + " model does not list all its entries");
    }

    /**
     * Writes neighbouring entries of one row of X = U·Vᵀ, for matrices. They have the bits of those
     * of {@link #entries}.
     *
     * @param row the row, from 0
     * @param from the first column, from 0
     * @param to the column after the last one
     * @param target receives the entries from its first element on
     * @throws IndexOutOfBoundsException if X has no such entry, or the target is too short
     * @throws UnsupportedOperationException if the model is not one of a matrix
     */
    default void copyRow(int row, int from, int to, double[] target) {
        Objects.requireNonNull(target, "target");

        throw new UnsupportedOperationException("a " + kind() + " model has no rows of entries");
    }

    /** Returns the number of inputs of a sample of a network; 0 if the model is not a network. */
    default int inputs() {
        return 0;
    }

    /**
     * Returns, in any order, the inputs at which the outputs of a network with one input have
     * kinks; null if they are not known.
     */
    default double @Nullable [] kinks() {
        return null;
    }

    /**
     * Returns the outputs for new samples, like {@link #outputs(double[])}, computed by several
     * threads.
     *
     * @param samples the samples, one row after the other
     * @param threads the number of threads, the calling thread included; at least 1
     * @param executor the executor of the other threads; null for daemon threads that end with the
     *     call
     * @throws IllegalArgumentException as {@link #outputs(double[])}
     * @throws UnsupportedOperationException as {@link #outputs(double[])}
     */
    default double[] outputs(double[] samples, int threads, @Nullable Executor executor) {
        return outputs(samples);
    }

    /**
     * Returns the outputs for new samples, for networks.
     *
     * @param samples the samples, one row after the other
     * @return the outputs, one row for each sample
     * @throws IllegalArgumentException if the length is not a multiple of the size of a sample, or
     *     a number is NaN or infinite
     * @throws UnsupportedOperationException if the model is not a network; see {@link #entries}
     */
    default double[] outputs(double[] samples) {
        Objects.requireNonNull(samples, "samples");

        throw new UnsupportedOperationException(
                "a " + kind() + " model has entries, not outputs for samples");
    }

    /**
     * The parameters of a trained model other than its kind and its factors: named numbers, texts,
     * truth values and lists of numbers. They are saved with the model. An immutable value.
     */
    final class Parameters {
        /** No parameters, for a model that its factors determine completely. */
        public static final Parameters NONE = new Parameters(new TreeMap<>());

        private final SortedMap<String, Object> values;

        private Parameters(SortedMap<String, Object> values) {
            this.values = Collections.unmodifiableSortedMap(values);
        }

        /**
         * Creates parameters from a copy of a map.
         *
         * @param values a {@link Double}, {@link String}, {@link Boolean} or array of doubles for
         *     each name; {@link #asMap} has the array as an unmodifiable list
         * @throws IllegalArgumentException if a value is of another type
         */
        public static Parameters copyOf(Map<String, ?> values) {
            Objects.requireNonNull(values, "values");

            SortedMap<String, Object> sorted = new TreeMap<>(values);
            sorted.replaceAll(Parameters::checked);
            return new Parameters(sorted);
        }

        private static Object checked(String name, Object value) {
            return switch (value) {
                case Double number -> number;
                case String text -> text;
                case Boolean flag -> flag;
                case double[] numbers -> Arrays.stream(numbers).boxed().toList();
                default ->
                        throw new IllegalArgumentException(
                                "parameter %s is of %s, allowed are Double, String, Boolean and double[]"
                                        .formatted(name, value.getClass()));
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
            return other instanceof Parameters that && values.equals(that.values);
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
}
