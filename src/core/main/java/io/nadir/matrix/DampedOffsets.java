package io.nadir.matrix;

import io.nadir.kernel.EntryRow;
import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.Offsets;

import java.util.Arrays;

/**
 * Offsets of rows and columns around the mean of all entries, with a penalty that keeps those of
 * few entries small: minimizes ½Σ ω_ij(y_ij − μ − a_i − b_j)² + d/2·(‖a‖² + ‖b‖²) over a and b, by
 * turns (Gauss and Seidel). Each turn is one pass over the entries.
 */
final class DampedOffsets {
    /** d: as many entries without an offset. */
    private static final double DAMPING = 5;

    private static final int MOST_TURNS = 500;

    /** A change this small, relative to the largest offset, ends the turns. */
    private static final double CLOSE = 1e-9;

    private final MatrixMap map;
    private final double damping;
    private final Factors none;
    private final double[] a;
    private final double[] b;
    private final double[] rowWeights;
    private final double[] columnWeights;
    private final double[] columnSums;
    private double mean;
    private double change;

    private DampedOffsets(MatrixMap map, double damping) {
        this.map = map;
        this.damping = damping;
        this.none = Factors.empty(map.dimensions());
        this.a = new double[map.rows()];
        this.b = new double[map.columns()];
        this.rowWeights = new double[map.rows()];
        this.columnWeights = new double[map.columns()];
        this.columnSums = new double[map.columns()];
    }

    /** Finds them, with data and weights scaled by powers of two, so that sums do not overflow. */
    static Offsets of(MatrixData data) {
        int exponent = data.maxAbs() == 0 ? 0 : Math.getExponent(data.maxAbs());
        double weight = data.largestWeight();
        int weightExponent = weight == 0 ? 0 : Math.getExponent(weight);
        MatrixData scaled = data.weightsTimesPowerOfTwo(-weightExponent).timesPowerOfTwo(-exponent);
        double damping = Math.scalb(DAMPING, -weightExponent);
        try (MatrixMap map = scaled.bind(new SquaredLoss(), 1, null)) {
            return new DampedOffsets(map, damping).find().timesPowerOfTwo(exponent);
        }
    }

    private Offsets find() {
        double[] sums = new double[2];
        map.visitEntries(none, false, row -> count(row, sums));
        mean = sums[1] > 0 ? sums[0] / sums[1] : 0;
        int turn = 0;
        do {
            turn();
        } while (change > CLOSE * largest() && ++turn < MOST_TURNS);
        return new Offsets(
                Centering.BOTH, mean, a, b, unseen(rowWeights), unseen(columnWeights), 0);
    }

    private void count(EntryRow row, double[] sums) {
        for (int k = 0; k < row.count(); k++) {
            double weight = row.weight(k);
            sums[0] += weight * row.datum(k);
            sums[1] += weight;
            rowWeights[row.index()] += weight;
            columnWeights[row.column(k)] += weight;
        }
    }

    /** The best a for this b, and then the best b for that a. */
    private void turn() {
        change = 0;
        Arrays.fill(columnSums, 0);
        map.visitEntries(none, false, this::turn);
        for (int j = 0; j < b.length; j++) {
            double next = columnWeights[j] == 0 ? 0 : columnSums[j] / (columnWeights[j] + damping);
            change = Math.max(change, Math.abs(next - b[j]));
            b[j] = next;
        }
    }

    private void turn(EntryRow row) {
        int i = row.index();
        double sum = 0;
        for (int k = 0; k < row.count(); k++) {
            sum += row.weight(k) * (row.datum(k) - mean - b[row.column(k)]);
        }
        double next = rowWeights[i] == 0 ? 0 : sum / (rowWeights[i] + damping);
        change = Math.max(change, Math.abs(next - a[i]));
        a[i] = next;
        for (int k = 0; k < row.count(); k++) {
            columnSums[row.column(k)] += row.weight(k) * (row.datum(k) - mean - next);
        }
    }

    private double largest() {
        double largest = 0;
        for (double offset : a) {
            largest = Math.max(largest, Math.abs(offset));
        }
        for (double offset : b) {
            largest = Math.max(largest, Math.abs(offset));
        }
        return largest;
    }

    private static boolean[] unseen(double[] weights) {
        boolean[] unseen = new boolean[weights.length];
        for (int i = 0; i < weights.length; i++) {
            unseen[i] = weights[i] == 0;
        }
        return unseen;
    }
}
