package io.nadir.model;

import java.util.Locale;

/**
 * Which offsets a matrix model has beside U·Vᵀ: X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ. They carry no
 * penalty.
 */
public enum Centering {
    /** No offsets. */
    NONE(false, false),
    /** One offset μ for all entries. */
    GLOBAL(false, false),
    /** An offset for each row: μ + a_i. */
    ROWS(true, false),
    /** An offset for each column: μ + b_j. */
    COLUMNS(false, true),
    /** An offset for each row and one for each column: μ + a_i + b_j. */
    BOTH(true, true);

    private final boolean rows;
    private final boolean columns;

    Centering(boolean rows, boolean columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Returns whether each row has an offset of its own. */
    public boolean hasRows() {
        return rows;
    }

    /** Returns whether each column has an offset of its own. */
    public boolean hasColumns() {
        return columns;
    }

    /** Returns the name on the command line and in files, such as {@code both}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
