package io.nadir.io;

import io.nadir.tensor.DenseTensor;
import io.nadir.tensor.ObservedTensor;

/**
 * Entries of a tensor with their positions.
 *
 * @param input where they come from
 * @param shape the dimensions
 * @param indices for each dimension, the index of each entry, from 0
 * @param values of the entries
 */
record ListedTensor(Input input, int[] shape, int[][] indices, double[] values) {
    /** The tensor with its zeros. */
    DenseTensor dense() throws DataFormatException {
        try {
            return observed().withZeros();
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }

    /** The entries; what is not listed is missing. */
    ObservedTensor observed() throws DataFormatException {
        try {
            return ObservedTensor.copyOf(shape, indices, values);
        } catch (IllegalArgumentException e) {
            throw input.refuse(e.getMessage());
        }
    }
}
