package io.nadir.model;

import java.util.Locale;

/**
 * Which offsets a matrix model has beside U·Vᵀ: X = U·Vᵀ + μ·11ᵀ + a·1ᵀ + 1·bᵀ. μ carries no
 * penalty; a and b carry none, or (κ/2)·(‖a‖² + ‖b‖²).
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

    /** Returns the same offsets for the transposed matrix. */
    public Centering transposed() {
        return switch (this) {
            case ROWS -> COLUMNS;
            case COLUMNS -> ROWS;
            case NONE, GLOBAL, BOTH -> this;
        };
    }

    /**
     * Checks a penalty of offsets.
     *
     * @param penalty κ of (κ/2)·(‖a‖² + ‖b‖²)
     * @throws IllegalArgumentException if it is negative or not finite, or more than 0 where there
     *     are neither row nor column offsets
     */
    public void requirePenalty(double penalty) {
        if (!(penalty >= 0 && penalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "offsetPenalty = " + penalty + ", allowed are finite numbers from 0");
        }
        if (penalty > 0 && !rows && !columns) {
            throw new IllegalArgumentException(
                    "offsetPenalty = "
                            + penalty
                            + ", allowed with center = "
                            + label()
                            + " is 0: it is one on row and column offsets");
        }
    }

    /** Returns the name on the command line and in files, such as {@code both}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
