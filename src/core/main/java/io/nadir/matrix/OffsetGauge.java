package io.nadir.matrix;

import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Offsets;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Chooses μ, a and b from p_i + q_j = μ + a_i + b_j. Entries that are connected with each other, by
 * common rows and columns, determine p and q up to a number that goes from one to the other; that
 * number makes the mean of q over the component 0.
 */
final class OffsetGauge {
    private final OffsetPenalty penalty;
    private final Centering centering;
    private final int rows;

    /** For each row, and after them each column, another one of its component, or itself. */
    private final int[] parent;

    private final boolean[] seen;

    /**
     * Finds the components.
     *
     * @param entries the entries; null if all are known
     */
    OffsetGauge(OffsetPenalty penalty, int rows, int columns, @Nullable OffsetEntries entries) {
        this.penalty = penalty;
        this.centering = penalty.centering();
        this.rows = rows;
        this.parent = new int[rows + columns];
        this.seen = new boolean[parent.length];
        if (entries == null) {
            Arrays.fill(seen, true);
            return; // One component, whose root is row 0.
        }
        Arrays.setAll(parent, i -> i);
        for (int i = 0; i < rows; i++) {
            for (int e = entries.starts()[i]; e < entries.starts()[i + 1]; e++) {
                int column = rows + entries.columnOf()[e];
                seen[i] = true;
                seen[column] = true;
                parent[root(column)] = root(i);
            }
        }
    }

    private int root(int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Returns the offsets. */
    Offsets offsets(double[] p, double[] q, double reach) {
        double[] a = p.clone();
        double[] b = q.clone();
        center(a, b);
        boolean ofColumns = centering == Centering.COLUMNS;
        double mean = ofColumns ? mean(b, rows) : mean(a, 0);
        mean = penalty.isPresent() ? penalty.mean(p, q) : mean;
        subtract(ofColumns ? b : a, mean);
        clearUnseen(a, 0);
        clearUnseen(b, rows);
        if (!centering.hasRows()) {
            Arrays.fill(a, 0);
        }
        return new Offsets(
                centering,
                mean,
                a,
                b,
                unseen(0, rows),
                unseen(rows, parent.length),
                Math.min(reach, Double.MAX_VALUE),
                penalty.weight());
    }

    /** Returns the offsets of new rows of a model. */
    Offsets offsetsOfRows(Offsets model, double[] p, double reach) {
        double[] a = p.clone();
        clearUnseen(a, 0);
        return model.withRows(a, unseen(0, rows), Math.min(reach, Double.MAX_VALUE));
    }

    /**
     * Makes the mean of b over each component 0, if there are row and column offsets. A penalty
     * leaves nothing to choose.
     */
    void center(double[] a, double[] b) {
        if (centering != Centering.BOTH || penalty.isPresent()) {
            return;
        }
        double[] sums = new double[parent.length];
        int[] counts = new int[parent.length];
        for (int j = 0; j < b.length; j++) {
            sums[root(rows + j)] += b[j];
            counts[root(rows + j)]++;
        }
        for (int j = 0; j < b.length; j++) {
            int root = root(rows + j);
            b[j] -= sums[root] / counts[root];
        }
        for (int i = 0; i < a.length; i++) {
            int root = root(i);
            a[i] += counts[root] == 0 ? 0 : sums[root] / counts[root];
        }
    }

    private double mean(double[] numbers, int first) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (seen[first + i]) {
                sum += numbers[i];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static void subtract(double[] numbers, double mean) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] -= mean;
        }
    }

    private void clearUnseen(double[] numbers, int first) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = seen[first + i] ? numbers[i] : 0;
        }
    }

    private boolean[] unseen(int from, int to) {
        boolean[] unseen = new boolean[to - from];
        for (int i = from; i < to; i++) {
            unseen[i - from] = !seen[i];
        }
        return unseen;
    }
}
