package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
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
    default ModelParameters parameters() {
        return ModelParameters.NONE;
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
}
