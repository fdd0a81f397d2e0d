package io.nadir.model;

import java.util.Objects;

/**
 * What a block of factors has to look like to fit some data.
 *
 * @param name of the block, as files have it: U, V, W1
 * @param rows that it has
 * @param counted what the rows are one each of, as messages say it: "the data have columns"
 */
public record FactorShape(String name, int rows, String counted) {
    /** Refuses null. */
    public FactorShape {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(counted, "counted");
    }

    /** The name of block k of those that are counted, W1 and so on. */
    public static String numbered(int k) {
        return "W" + (k + 1);
    }
}
