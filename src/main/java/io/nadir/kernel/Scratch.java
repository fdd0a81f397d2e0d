package io.nadir.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Reusable working memory of one worker. It grows to the largest size asked for and is then reused,
 * so that a warm kernel allocates nothing. Not thread-safe: one instance for each thread.
 */
public final class Scratch {
    private final double[][] arrays = new double[8][];
    private @Nullable Object workspace;

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

    /**
     * The workspace that an implementation of the kernels keeps here, made on first use. There is
     * room for one: asking for another type replaces it.
     *
     * @param <T> type of the workspace
     */
    public <T> T workspace(Class<T> type, Supplier<T> maker) {
        if (!type.isInstance(workspace)) {
            workspace = maker.get();
        }
        return type.cast(workspace);
    }
}
