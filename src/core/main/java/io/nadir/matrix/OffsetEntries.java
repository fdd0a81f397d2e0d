package io.nadir.matrix;

import io.nadir.array.Checks;
import io.nadir.kernel.EntryRow;
import io.nadir.loss.Loss;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * The entries that carry a loss, row after row, with U·Vᵀ at their positions, to which offsets are
 * fitted: three or four numbers for each entry.
 */
final class OffsetEntries {
    private final MatrixMap map;
    private final Loss loss;
    private final int[] starts;
    private final int[] columns;
    private final double[] data;
    private final double[] weights;
    private final double[] outputs;
    private final int columnCount;

    /**
     * Collects positions, data and weights; entries of weight 0 are left out.
     *
     * @throws IllegalArgumentException if the entries exceed the largest Java array
     */
    OffsetEntries(MatrixMap map) {
        int count = capacity(map);
        this.map = map;
        this.loss = map.loss();
        this.columnCount = map.columns();
        this.starts = new int[map.rows() + 1];
        this.columns = new int[count];
        this.data = new double[count];
        this.weights = new double[count];
        this.outputs = new double[count];
        map.visitEntries(Factors.empty(map.dimensions()), false, this::collect);
    }

    private static int capacity(MatrixMap map) {
        long count = map.entries();
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "entries = "
                            + count
                            + ", allowed with offsets, and weights or a loss other than squared,"
                            + " are at most "
                            + (Integer.MAX_VALUE - 8));
        }
        return Checks.nonNegative("entries", (int) count);
    }

    private void collect(EntryRow row) {
        int at = starts[row.index()];
        for (int k = 0; k < row.count(); k++) {
            if (row.weight(k) > 0) {
                columns[at] = row.column(k);
                data[at] = row.datum(k);
                weights[at] = row.weight(k);
                at++;
            }
        }
        starts[row.index() + 1] = at;
    }

    /** Takes U·Vᵀ of these factors. */
    void load(Factors w) {
        if (w.rank() == 0) {
            Arrays.fill(outputs, 0);
            return;
        }
        map.visitEntries(w, false, this::loadRow);
    }

    private void loadRow(EntryRow row) {
        int at = starts[row.index()];
        for (int k = 0; k < row.count(); k++) {
            if (row.weight(k) > 0) {
                outputs[at++] = row.output(k);
            }
        }
    }

    int rows() {
        return starts.length - 1;
    }

    int columns() {
        return columnCount;
    }

    /** Returns the index of the first entry of each row, and of the end. */
    int[] starts() {
        return starts;
    }

    /** Returns the column of each entry. */
    int[] columnOf() {
        return columns;
    }

    /**
     * Computes ℓ and the sums of −∇ℓ at offsets.
     *
     * @param sums receives them
     */
    void evaluate(double[] p, double[] q, OffsetSums sums) {
        sums.clear();
        for (int i = 0; i < rows(); i++) {
            double value = 0;
            double sum = 0;
            double size = 0;
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                int j = columns[e];
                double x = outputs[e] + (p[i] + q[j]);
                double g = weights[e] * loss.derivative(data[e], x);
                value += weights[e] * loss.value(data[e], x);
                sum -= g;
                size += Math.abs(g);
                sums.addToColumn(j, -g);
            }
            sums.addRow(i, value, sum, size);
        }
    }

    /**
     * Computes weight·max(∂²ℓ/∂x², least) of each entry.
     *
     * @param bends receives them
     */
    void bends(double[] p, double[] q, double least, double[] bends) {
        boolean constant = loss.isQuadratic();
        for (int i = 0; i < rows(); i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                double x = outputs[e] + (p[i] + q[columns[e]]);
                double bend = constant ? 1 : loss.secondDerivative(data[e], x);
                bends[e] = weights[e] * Math.max(least, bend);
            }
        }
    }

    /** Returns max |y − (p_i + q_j)|. */
    double largestResidual(double[] p, double[] q) {
        double largest = 0;
        for (int i = 0; i < rows(); i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                largest = Math.max(largest, Math.abs(data[e] - (p[i] + q[columns[e]])));
            }
        }
        return largest;
    }
}
