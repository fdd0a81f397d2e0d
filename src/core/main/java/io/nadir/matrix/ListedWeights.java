package io.nadir.matrix;

import io.nadir.kernel.CompressedRows;

import java.util.Arrays;

/**
 * The weights W = abᵀ + D of all entries of a weighted sparse matrix, where D is sparse: a product
 * costs two flops for each listed entry.
 */
final class ListedWeights implements OffsetWeights {
    private final WeightedSparseMatrix data;
    private final CompressedRows places;

    /** D. */
    private final double[] shifts;

    private final double[] rowTotals;
    private final double[] columnTotals;

    ListedWeights(WeightedSparseMatrix data) {
        this.data = data;
        this.places = data.entries().byRow();
        this.shifts = ShiftedRegressions.differences(data.weights(), data.weightsIfUnlisted());
        this.rowTotals = new double[data.rows()];
        this.columnTotals = new double[data.columns()];
        subtractProduct(filled(data.columns(), -1), rowTotals);
        subtractTransposedProduct(filled(data.rows(), -1), columnTotals);
        clearMissing(places, data.weights(), rowTotals);
        CompressedRows columns = data.entries().byColumn();
        double[] byColumn = SparseEntries.take(data.weights(), data.entries().numbers());
        clearMissing(columns, byColumn, columnTotals);
    }

    /** Makes the totals of rows 0 that have no entry: they are what rounding left. */
    private static void clearMissing(CompressedRows places, double[] weights, double[] totals) {
        for (int i = 0; i < totals.length; i++) {
            boolean missing = places.starts()[i + 1] - places.starts()[i] == places.columns();
            for (int e = places.starts()[i]; missing && e < places.starts()[i + 1]; e++) {
                missing = weights[e] == 0;
            }
            totals[i] = missing ? 0 : totals[i];
        }
    }

    private static double[] filled(int length, double value) {
        double[] numbers = new double[length];
        Arrays.fill(numbers, value);
        return numbers;
    }

    @Override
    public double[] rowTotals() {
        return rowTotals;
    }

    @Override
    public double[] columnTotals() {
        return columnTotals;
    }

    @Override
    public void subtractProduct(double[] x, double[] target) {
        double common = dot(data.columnWeights(), x);
        for (int i = 0; i < target.length; i++) {
            double sum = data.rowWeights()[i] * common;
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                sum += shifts[e] * x[places.indices()[e]];
            }
            target[i] -= sum;
        }
    }

    @Override
    public void subtractTransposedProduct(double[] x, double[] target) {
        double common = dot(data.rowWeights(), x);
        double[] sums = new double[target.length];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = data.columnWeights()[j] * common;
        }
        for (int i = 0; i < x.length; i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                sums[places.indices()[e]] += shifts[e] * x[i];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            target[j] -= sums[j];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
