package io.nadir.matrix;

import io.nadir.model.Centering;

import java.util.Arrays;

/** ℓ at some offsets, and the sums of −∇ℓ that vanish at the best ones. */
final class OffsetSums {
    private final Centering centering;
    private final double[] rows;
    private final double[] columns;
    private double value;
    private double size;

    OffsetSums(Centering centering, int rows, int columns) {
        this.centering = centering;
        this.rows = new double[rows];
        this.columns = new double[columns];
    }

    void clear() {
        value = 0;
        size = 0;
        Arrays.fill(columns, 0);
    }

    void addToColumn(int j, double g) {
        columns[j] += g;
    }

    void addRow(int i, double rowValue, double sum, double rowSize) {
        value += rowValue;
        size += rowSize;
        rows[i] = sum;
    }

    /** Returns ℓ. */
    double value() {
        return value;
    }

    /** Returns the sum of the magnitudes of ∇ℓ. */
    double size() {
        return size;
    }

    /** Returns the sum over each row. */
    double[] rows() {
        return rows;
    }

    /** Returns the sum over each column. */
    double[] columns() {
        return columns;
    }

    /** Returns the sum over all entries. */
    double total() {
        return Arrays.stream(rows).sum();
    }

    /** Returns the sum of the magnitudes of the sums that vanish at the best offsets. */
    double imbalance() {
        double sum = centering == Centering.GLOBAL ? Math.abs(total()) : 0;
        if (centering.hasRows()) {
            sum += magnitudes(rows);
        }
        return centering.hasColumns() ? sum + magnitudes(columns) : sum;
    }

    private static double magnitudes(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).sum();
    }

    /** Returns the decrease of ℓ that a step promises to first order. */
    double promise(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += p[i] * rows[i];
        }
        for (int j = 0; j < columns.length; j++) {
            sum += q[j] * columns[j];
        }
        return sum;
    }
}
