package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * ℓ at some offsets with their penalty, and what vanishes at the best ones: the sums of −∇ℓ, less
 * the derivative of the penalty.
 */
final class OffsetSums {
    private final OffsetPenalty penalty;
    private final Centering centering;
    private final double[] rows;
    private final double[] columns;
    private double value;
    private double size;

    OffsetSums(OffsetPenalty penalty, int rows, int columns) {
        this.penalty = penalty;
        this.centering = penalty.centering();
        this.rows = new double[rows];
        this.columns = new double[columns];
    }

    /** Those at a point and its offsets, without the penalty: one pass over the data. */
    static OffsetSums ofGradient(MatrixMap map, OffsetPenalty penalty, Factors w) {
        Panel rowSums = Panel.zeros(map.rows(), 1);
        Panel columnSums = Panel.zeros(map.columns(), 1);
        map.residual(w, ones(map.columns()), ones(map.rows()), rowSums, columnSums);
        OffsetSums sums = new OffsetSums(penalty, map.rows(), map.columns());
        for (int i = 0; i < map.rows(); i++) {
            sums.addRow(i, 0, -rowSums.get(i, 0), 0);
        }
        for (int j = 0; j < map.columns(); j++) {
            sums.addToColumn(j, -columnSums.get(j, 0));
        }
        return sums;
    }

    private static Panel ones(int length) {
        Panel ones = Panel.zeros(length, 1);
        for (int i = 0; i < length; i++) {
            ones.set(i, 0, 1);
        }
        return ones;
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

    /** Adds the penalty on offsets. */
    void addPenalty(double[] p, double[] q) {
        if (!penalty.isPresent()) {
            return;
        }
        value += penalty.value(p, q);
        subtract(penalty.rows(p, q), rows);
        subtract(penalty.columns(p, q), columns);
    }

    private void subtract(double[] offsets, double[] from) {
        for (int i = 0; i < from.length; i++) {
            double slope = penalty.weight() * offsets[i];
            from[i] -= slope;
            size += Math.abs(slope);
        }
    }

    /** Returns ℓ with the penalty. */
    double value() {
        return value;
    }

    /** Returns the sum of the magnitudes of what is added up. */
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

    /** Returns the decrease that a step promises to first order. */
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
