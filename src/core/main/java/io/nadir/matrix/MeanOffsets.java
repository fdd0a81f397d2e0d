package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.map.OffsetColumns;

/**
 * The offsets for ½‖Y − X‖² over all entries, in closed form: means of the rows and columns of Y −
 * U·Vᵀ. Y takes two passes at the beginning; after that, the offsets cost O((m + n)·r).
 */
final class MeanOffsets implements OffsetFit {
    /** The first pass finds the means of Y, the second what rounding has left of them. */
    private static final int PASSES = 2;

    private final Centering centering;
    private final OffsetPenalty penalty;
    private final int rows;
    private final int columns;
    private final PanelProducts products = new PanelProducts();
    private final Panel onesOfRows;
    private final Panel onesOfColumns;

    /** The offsets at X = 0. */
    private final double[] p;

    private final double[] q;

    MeanOffsets(MatrixMap map, OffsetPenalty penalty) {
        this.penalty = penalty;
        this.centering = penalty.centering();
        this.rows = map.rows();
        this.columns = map.columns();
        this.onesOfRows = ones(rows);
        this.onesOfColumns = ones(columns);
        this.p = new double[rows];
        this.q = new double[columns];
        Factors none = Factors.empty(rows, columns);
        Panel rowSums = Panel.zeros(rows, 1);
        Panel columnSums = Panel.zeros(columns, 1);
        for (int pass = 0; pass < PASSES; pass++) {
            Factors at = OffsetColumns.append(none, p, q);
            map.residual(at, onesOfColumns, onesOfRows, rowSums, columnSums);
            addPenalty(rowSums, columnSums);
            subtractMeans(rowSums, columnSums, p, q);
        }
    }

    /** Adds the derivative of the penalty to the sums of ∇ℓ. */
    private void addPenalty(Panel rowSums, Panel columnSums) {
        if (!penalty.isPresent()) {
            return;
        }
        double[] a = penalty.rows(p, q);
        for (int i = 0; i < rows; i++) {
            rowSums.set(i, 0, rowSums.get(i, 0) + penalty.weight() * a[i]);
        }
        double[] b = penalty.columns(p, q);
        for (int j = 0; j < columns; j++) {
            columnSums.set(j, 0, columnSums.get(j, 0) + penalty.weight() * b[j]);
        }
    }

    private static Panel ones(int length) {
        Panel ones = Panel.zeros(length, 1);
        for (int i = 0; i < length; i++) {
            ones.set(i, 0, 1);
        }
        return ones;
    }

    @Override
    public void fit(Factors w, double[] rowOffsets, double[] columnOffsets) {
        System.arraycopy(p, 0, rowOffsets, 0, rows);
        System.arraycopy(q, 0, columnOffsets, 0, columns);
        if (w.rank() == 0) {
            return;
        }
        Panel sumOfV = products.transposeMultiply(w.block(1), onesOfColumns);
        Panel sumOfU = products.transposeMultiply(w.block(0), onesOfRows);
        Panel rowSums = products.multiply(w.block(0), sumOfV);
        Panel columnSums = products.multiply(w.block(1), sumOfU);
        subtractMeans(rowSums, columnSums, rowOffsets, columnOffsets);
    }

    /** Subtracts the means that follow from sums over the columns and over the rows. */
    private void subtractMeans(Panel rowSums, Panel columnSums, double[] of, double[] and) {
        double total = 0;
        for (int i = 0; i < rows; i++) {
            total += rowSums.get(i, 0);
        }
        double mean = total / rows / columns;
        if (penalty.isPresent()) {
            subtractDampedMeans(mean, rowSums, columnSums, of, and);
            return;
        }
        for (int i = 0; i < rows && centering != Centering.COLUMNS; i++) {
            of[i] -= centering.hasRows() ? rowSums.get(i, 0) / columns : mean;
        }
        double already = centering.hasRows() ? mean : 0;
        for (int j = 0; j < columns && centering.hasColumns(); j++) {
            and[j] -= columnSums.get(j, 0) / rows - already;
        }
    }

    /**
     * The same under a penalty κ: sums are divided by the number of entries plus κ. The deviations
     * a and b add up to 0, so that they have no part in the mean.
     */
    private void subtractDampedMeans(
            double mean, Panel rowSums, Panel columnSums, double[] of, double[] and) {
        double kappa = penalty.weight();
        for (int i = 0; i < rows && centering.hasRows(); i++) {
            of[i] -= mean + (rowSums.get(i, 0) - columns * mean) / (columns + kappa);
        }
        double already = centering.hasRows() ? 0 : mean;
        for (int j = 0; j < columns && centering.hasColumns(); j++) {
            and[j] -= already + (columnSums.get(j, 0) - rows * mean) / (rows + kappa);
        }
    }
}
