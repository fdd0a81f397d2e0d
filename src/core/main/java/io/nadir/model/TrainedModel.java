package io.nadir.model;

import java.util.List;
import java.util.Objects;

/**
 * What a solve leaves behind that can be used without its data: factors, and what is made of them.
 *
 * <p>Implementations are immutable as long as nobody changes the factors.
 */
public interface TrainedModel {
    /** Name of the kind of model, as reports and the command line have it. */
    String kind();

    /** The weights, shared. */
    Factors factors();

    /** Names of the blocks of the factors, as files have them. */
    List<String> factorNames();

    /**
     * A block of the factors by its name: rows×rank row-major, a new array.
     *
     * @throws IllegalArgumentException naming those that there are, if this is none of them
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
     * Entries of X = Φ(W) at given positions, for models whose X has an entry for each entry of the
     * data.
     *
     * @param indices for each mode (rows and columns of a matrix) the indices of all positions,
     *     0-based
     * @return as many as there are indices in each array
     * @throws IllegalArgumentException if there is not one array for each mode, or they have
     *     different lengths
     * @throws IndexOutOfBoundsException if there is no such entry
     * @throws UnsupportedOperationException if the model is a network: see {@link #outputs}
     */
    default double[] entries(int[]... indices) {
        Objects.requireNonNull(indices, "indices");

        throw new UnsupportedOperationException(
                "a " + kind() + " model has outputs for samples, not entries");
    }

    /**
     * The outputs for new samples, for models that are networks.
     *
     * @param samples one row after the other, each with the numbers of a sample
     * @return the outputs, one row for each sample
     * @throws IllegalArgumentException if the length is no multiple of the numbers in a sample, or
     *     a number is not finite
     * @throws UnsupportedOperationException if the model is no network: see {@link #entries}
     */
    default double[] outputs(double[] samples) {
        Objects.requireNonNull(samples, "samples");

        throw new UnsupportedOperationException(
                "a " + kind() + " model has entries, not outputs for samples");
    }
}
