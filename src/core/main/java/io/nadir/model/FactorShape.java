package io.nadir.model;

import java.util.Objects;

/**
 * The shape that a block of factors must have to fit some data. An immutable value.
 *
 * @param name the name of the block as in file names: U, V, W1
 * @param rows the number of its rows
 * @param counted what the rows correspond to, for messages: "the data have columns"
 */
public record FactorShape(String name, int rows, String counted) {
    /** Rejects null. */
    public FactorShape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(counted, "counted");
    }

    /**
     * Returns the name of block k of a model whose blocks are numbered: W1 for k = 0, and so on.
     */
    public static String numbered(int k) {
        return "W" + (k + 1);
    }
}
