package io.nadir.model;

import io.nadir.check.Checks;

import java.util.Objects;

/**
 * The offsets of a matrix model, which are added to U·Vᵀ: μ + a_i + b_j at row i and column j. The
 * means of a and of b over the rows and columns with data are 0, where the data determine that.
 *
 * <p>A row without data has a_i = 0, and a column without data b_j = 0, so that μ and the other
 * offset remain for its entries.
 *
 * <p>An immutable value.
 */
public final class Offsets {
    private final Centering centering;
    private final double mean;
    private final double[] rows;
    private final double[] columns;
    private final boolean[] unseenRows;
    private final boolean[] unseenColumns;
    private final double reach;
    private final double penalty;

    /**
     * Creates offsets from copies of arrays.
     *
     * @param centering which of them there are
     * @param mean μ
     * @param rows a, one for each row; 0 where the centering has none
     * @param columns b, one for each column; 0 where the centering has none
     * @param unseenRows for each row whether it has no data
     * @param unseenColumns for each column whether it has no data
     * @param reach see {@link #reach}
     * @param penalty see {@link #penalty}
     * @throws IllegalArgumentException if a number is not finite, the penalty is negative, or the
     *     lengths differ
     */
    public Offsets(
            Centering centering,
            double mean,
            double[] rows,
            double[] columns,
            boolean[] unseenRows,
            boolean[] unseenColumns,
            double reach,
            double penalty) {
        Objects.requireNonNull(centering, "centering");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(unseenRows, "unseenRows");
        Objects.requireNonNull(unseenColumns, "unseenColumns");

        Checks.equal("rows.length", rows.length, "unseenRows.length", unseenRows.length);
        Checks.equal(
                "columns.length", columns.length, "unseenColumns.length", unseenColumns.length);
        this.centering = centering;
        this.mean = finite("mean", mean);
        this.rows = finite("row offset", rows.clone());
        this.columns = finite("column offset", columns.clone());
        this.unseenRows = unseenRows.clone();
        this.unseenColumns = unseenColumns.clone();
        this.reach = finite("reach", reach);
        this.penalty = penalty;
        centering.requirePenalty(penalty);
    }

    /** Returns which offsets there are. */
    public Centering centering() {
        return centering;
    }

    /** Returns μ. */
    public double mean() {
        return mean;
    }

    /** Returns a copy of a, one number for each row. */
    public double[] rows() {
        return rows.clone();
    }

    /** Returns a copy of b, one number for each column. */
    public double[] columns() {
        return columns.clone();
    }

    /**
     * Returns how far other offsets may be from these: lower bounds of the objective hold among all
     * factors and all offsets μ + a_i and b_j that differ from these by at most this number. If
     * there is a {@link #penalty}, only μ is bounded in this way, and a and b are not.
     */
    public double reach() {
        return reach;
    }

    /**
     * Returns κ of the penalty (κ/2)·(‖a‖² + ‖b‖²) under which the offsets were found; 0 if they
     * carry none.
     */
    public double penalty() {
        return penalty;
    }

    /** Returns whether row i has no data, so that the row's own offset is 0 for want of any. */
    public boolean isRowWithoutData(int i) {
        return unseenRows[i];
    }

    /** Returns whether column j has no data, so that its own offset is 0 for want of any. */
    public boolean isColumnWithoutData(int j) {
        return unseenColumns[j];
    }

    /**
     * Returns μ + a_i + b_j.
     *
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    public double at(int i, int j) {
        int row = Checks.index("index in mode 1", i, rows.length);
        int column = Checks.index("index in mode 2", j, columns.length);
        return mean + rows[row] + columns[column];
    }

    /** Returns these offsets multiplied by 2 to the power {@code exponent}. */
    public Offsets timesPowerOfTwo(int exponent) {
        return new Offsets(
                centering,
                Math.scalb(mean, exponent),
                scaled(rows, exponent),
                scaled(columns, exponent),
                unseenRows,
                unseenColumns,
                Math.min(Double.MAX_VALUE, Math.scalb(reach, exponent)),
                penalty);
    }

    /**
     * Returns the offsets of other rows of the same model: μ and b stay.
     *
     * @param otherRows a, one for each of those rows
     * @param otherUnseen for each of them whether it has no data
     * @param otherReach see {@link #reach}
     */
    public Offsets withRows(double[] otherRows, boolean[] otherUnseen, double otherReach) {
        Objects.requireNonNull(otherRows, "otherRows");
        Objects.requireNonNull(otherUnseen, "otherUnseen");

        return new Offsets(
                centering,
                mean,
                otherRows,
                columns,
                otherUnseen,
                unseenColumns,
                otherReach,
                penalty);
    }

    /** Returns the offsets of the transposed model. */
    public Offsets transposed() {
        return new Offsets(
                centering.transposed(),
                mean,
                columns,
                rows,
                unseenColumns,
                unseenRows,
                reach,
                penalty);
    }

    /** Returns the same offsets with another {@link #penalty}. */
    public Offsets withPenalty(double other) {
        return new Offsets(centering, mean, rows, columns, unseenRows, unseenColumns, reach, other);
    }

    private static double[] scaled(double[] numbers, int exponent) {
        double[] scaled = numbers.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        return scaled;
    }

    private static double[] finite(String name, double[] numbers) {
        for (double number : numbers) {
            finite(name, number);
        }
        return numbers;
    }

    private static double finite(String name, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    name + " = " + number + ", allowed are finite numbers");
        }
        return number;
    }
}
