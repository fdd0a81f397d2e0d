package io.nadir.network.deep.layer;

import org.jspecify.annotations.Nullable;

/**
 * Makes layers of a user's own from their names, where a subnetwork is read from a text or a file:
 * the way back from {@link Layer#name}.
 *
 * <p>For example, for layers {@code Cube(double scale)} named {@code "cube:" + scale}: {@code name
 * -> name.startsWith("cube:") ? new Cube(Double.parseDouble(name.substring(5))) : null}.
 */
@FunctionalInterface
public interface LayerReader {
    /** Knows none but Nadir's own layers. */
    LayerReader NONE = name -> null;

    /**
     * The layer of a name that is none of Nadir's; null if this reader does not know it either.
     *
     * @throws IllegalArgumentException if what the name says of the layer is not allowed
     */
    @Nullable Layer read(String name);
}
