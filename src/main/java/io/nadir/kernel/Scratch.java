package io.nadir.kernel;

import java.util.Arrays;

/**
 * Reusable working memory of one worker. Arrays grow to the largest length asked for and are then
 * reused, so that a warm kernel allocates nothing. Not thread-safe: one instance for each thread.
 */
public final class Scratch {
    private final double[][] arrays = new double[8][];

    /** Makes scratch memory that holds nothing yet. */
    public Scratch() {
        Arrays.fill(arrays, new double[0]);
    }

    /**
     * An array of at least {@code length} elements with arbitrary contents.
     *
     * @param slot 0 to 7; a later call with the same slot may return the same array
     */
    public double[] array(int slot, int length) {
        if (arrays[slot].length < length) {
            arrays[slot] = new double[length];
        }
        return arrays[slot];
    }
}
