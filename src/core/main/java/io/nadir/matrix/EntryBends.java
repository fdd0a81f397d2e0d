package io.nadir.matrix;

import java.util.Arrays;

/** The second derivatives of ℓ at the entries that carry a loss, times their weights. */
final class EntryBends implements OffsetWeights {
    private final OffsetEntries entries;
    private final double[] bends;
    private final double[] rowTotals;
    private final double[] columnTotals;

    /** Reserves memory. */
    EntryBends(OffsetEntries entries) {
        this.entries = entries;
        this.bends = new double[entries.columnOf().length];
        this.rowTotals = new double[entries.rows()];
        this.columnTotals = new double[entries.columns()];
    }

    /**
     * Takes the second derivatives at offsets.
     *
     * @param least a lower bound of ∂²ℓ/∂x², which replaces smaller ones
     */
    void load(double[] p, double[] q, double least) {
        entries.bends(p, q, least, bends);
        Arrays.fill(columnTotals, 0);
        int[] starts = entries.starts();
        int[] columnOf = entries.columnOf();
        for (int i = 0; i < rowTotals.length; i++) {
            double sum = 0;
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                sum += bends[e];
                columnTotals[columnOf[e]] += bends[e];
            }
            rowTotals[i] = sum;
        }
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
        int[] starts = entries.starts();
        int[] columnOf = entries.columnOf();
        for (int i = 0; i < target.length; i++) {
            double sum = target[i];
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                sum -= bends[e] * x[columnOf[e]];
            }
            target[i] = sum;
        }
    }

    @Override
    public void subtractTransposedProduct(double[] x, double[] target) {
        int[] starts = entries.starts();
        int[] columnOf = entries.columnOf();
        for (int i = 0; i < x.length; i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                target[columnOf[e]] -= bends[e] * x[i];
            }
        }
    }
}
