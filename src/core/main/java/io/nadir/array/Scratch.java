package io.nadir.array;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Reusable working memory of one worker thread. It grows to the largest size requested and is then
 * reused, so that a warm kernel allocates nothing. Not thread-safe: use one instance per thread.
 */
public final class Scratch {
    private final double[][] arrays = new double[8][];
    private final @Nullable Object[] workspaces = new Object[2];

    /** Creates empty working memory. */
    public Scratch() {
        Arrays.fill(arrays, new double[0]);
    }

    /**
     * Returns an array of at least {@code length} elements with arbitrary contents.
     *
     * @param slot a number from 0 to 7; a later call with the same slot may return the same array
     */
    public double[] array(int slot, int length) {
        if (arrays[slot].length < length) {
            arrays[slot] = new double[length];
        }
        return arrays[slot];
    }

    /**
     * Returns the workspace of the given type, which is created on first use. There is room for two
     * types: that of the kernel implementation and that of the code above it.
     *
     * @param <T> type of the workspace
     * @param type class of the workspace
     * @param maker creates the workspace
     * @throws IllegalStateException if there are two workspaces of other types already
     */
    public <T> T workspace(Class<T> type, Supplier<T> maker) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(maker, "maker");

        for (int i = 0; i < workspaces.length; i++) {
            if (workspaces[i] == null) {
                workspaces[i] = maker.get();
            }
            if (type.isInstance(workspaces[i])) {
                return type.cast(workspaces[i]);
            }
        }
        throw new IllegalStateException("no room for a workspace of " + type.getName());
    }
}
