package io.nadir.matrix;

import io.nadir.check.Checks;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryRow;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.loss.Loss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

import java.util.Arrays;

/**
 * The entries that carry a loss, row after row, with U·Vᵀ at their positions, to which offsets are
 * fitted: three or four numbers for each entry.
 */
final class OffsetEntries {
    /** Rows between two looks at the interrupt flag. */
    private static final int SLICE = 256;

    /** Memory for each entry. */
    private static final int BYTES = 36;

    private static final SparseKernels KERNELS = Kernels.sparse();

    private final Loss loss;
    private final Runnable checkpoint;
    private final CompressedRows positions;
    private final double[] data;
    private final double[] weights;
    private final double[] outputs;

    /**
     * Collects positions, data and weights; entries of weight 0 are left out.
     *
     * @throws IllegalArgumentException if the entries exceed the largest Java array
     */
    OffsetEntries(MatrixMap map) {
        Collection all = new Collection(map.rows(), capacity(map));
        map.visitEntries(Factors.empty(map.dimensions()), false, all::add);
        int count = all.starts[map.rows()];
        this.loss = map.loss();
        this.checkpoint = map::checkCancelled;
        this.positions =
                new CompressedRows(
                        map.rows(), map.columns(), all.starts, Arrays.copyOf(all.columns, count));
        this.data = Arrays.copyOf(all.data, count);
        this.weights = Arrays.copyOf(all.weights, count);
        this.outputs = new double[count];
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
        long heap = Runtime.getRuntime().maxMemory();
        if (count * BYTES > heap) {
            throw new IllegalArgumentException(
                    String.format(
                            "entries = %d, whose copies take %d MB with offsets, and weights or a"
                                    + " loss other than squared, allowed is the heap of %d MB: make"
                                    + " it larger (-Xmx)",
                            count, (count * BYTES) >> 20, heap >> 20));
        }
        return Checks.nonNegative("entries", (int) count);
    }

    /** Takes U·Vᵀ of these factors. */
    void load(Factors w) {
        if (w.rank() == 0) {
            Arrays.fill(outputs, 0);
            return;
        }
        for (int i = 0; i < rows(); i += SLICE) {
            checkpoint.run();
            int end = Math.min(rows(), i + SLICE);
            KERNELS.sampledProduct(positions, i, end, w.block(0), w.block(1), outputs);
        }
    }

    int rows() {
        return positions.rows();
    }

    int columns() {
        return positions.columns();
    }

    /** Returns the index of the first entry of each row, and of the end. */
    int[] starts() {
        return positions.starts();
    }

    /** Returns the column of each entry. */
    int[] columnOf() {
        return positions.indices();
    }

    /**
     * Computes ℓ and the sums of −∇ℓ at offsets.
     *
     * @param sums receives them
     */
    void evaluate(double[] p, double[] q, OffsetSums sums) {
        int[] starts = starts();
        int[] columns = columnOf();
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
        int[] starts = starts();
        int[] columns = columnOf();
        for (int i = 0; i < rows(); i++) {
            for (int e = starts[i]; e < starts[i + 1]; e++) {
                double x = outputs[e] + (p[i] + q[columns[e]]);
                double bend = constant ? 1 : loss.secondDerivative(data[e], x);
                bends[e] = weights[e] * Math.max(least, bend);
            }
        }
    }

    /** What the entries are collected in. */
    private static final class Collection {
        private final int[] starts;
        private final int[] columns;
        private final double[] data;
        private final double[] weights;

        Collection(int rows, int capacity) {
            this.starts = new int[rows + 1];
            this.columns = new int[capacity];
            this.data = new double[capacity];
            this.weights = new double[capacity];
        }

        void add(EntryRow row) {
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
    }
}
