package io.nadir.network.deep.layer;

import org.jspecify.annotations.Nullable;

/**
 * Creates layers of your own from their names when a subnetwork is read from a text or a file, the
 * inverse of {@link Layer#name}.
 *
 * <p>For layers {@code Cube(double scale)} named {@code "cube:" + scale}, for example: {@code name
 * -> name.startsWith("cube:") ? new Cube(Double.parseDouble(name.substring(5))) : null}.
 */
@FunctionalInterface
public interface LayerReader {
    /** Knows the built-in layers only. */
    LayerReader NONE = name -> null;

    /**
     * Returns the layer of a name that is not that of a built-in layer, or null if this reader does
     * not know it either.
     *
     * @throws IllegalArgumentException if the name contains a value that is not allowed
     */
    @Nullable Layer read(String name);
}
