package io.nadir.spark;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.Objects;

/**
 * The names of the columns of a data set of known entries.
 *
 * @param row the column of the row ids: integers, strings, dates, timestamps, decimals or booleans
 * @param column the column of the column ids, of such a type as well
 * @param value the column of the values: any numbers
 * @param weight the column of the weights, any numbers of at least 0; null for weights of 1
 */
public record EntryColumns(String row, String column, String value, @Nullable String weight)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Rejects null, and one name for two columns. */
    public EntryColumns {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(value, "value");

        if (row.equals(column)) {
            throw new IllegalArgumentException(
                    "row = column = " + row + ", allowed are the names of two columns");
        }
    }

    /** Names the columns of entries of weight 1. */
    public EntryColumns(String row, String column, String value) {
        this(row, column, value, null);
    }
}
