package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.map.OffsetColumns;

import java.util.Arrays;

/**
 * The offsets of a weighted sparse matrix: W·q + diag(W1)·p and Wᵀ·p + diag(Wᵀ1)·q are the weighted
 * sums of Y − U·Vᵀ, where W = abᵀ + D has the weights of all entries, and D is sparse. For row and
 * column offsets together the rows are eliminated, and conjugate gradients solve for the columns;
 * each of their steps costs a few flops for each listed entry. What rounding has left of the sums
 * is solved for again.
 */
final class WeightedOffsets implements OffsetFit {
    private static final int MOST_ROUNDS = 6;

    /** A round that does not make the sums this much smaller is the last. */
    private static final double WORTHWHILE = 0.25;

    private static final double TOLERANCE = 1e-9;

    private final MatrixMap map;
    private final OffsetPenalty offsets;
    private final Centering centering;
    private final WeightedSparseMatrix data;
    private final double[] shifts;
    private final double[] rowTotals;
    private final double[] columnTotals;
    private final OffsetGauge gauge;
    private final Panel onesOfRows;
    private final Panel onesOfColumns;

    /** The offsets at X = 0. */
    private final double[] firstP;

    private final double[] firstQ;

    /** Takes offsets without a penalty. */
    WeightedOffsets(MatrixMap map, WeightedSparseMatrix data, OffsetPenalty offsets) {
        this.map = map;
        this.offsets = offsets;
        this.centering = offsets.centering();
        this.data = data;
        this.shifts = ShiftedRegressions.differences(data.weights(), data.weightsIfUnlisted());
        this.rowTotals = timesWeights(ones(data.columns()));
        this.columnTotals = timesTransposedWeights(ones(data.rows()));
        this.gauge = new OffsetGauge(offsets, data.rows(), data.columns(), null);
        this.onesOfRows = panel(ones(data.rows()));
        this.onesOfColumns = panel(ones(data.columns()));
        this.firstP = new double[data.rows()];
        this.firstQ = new double[data.columns()];
        improve(Factors.empty(data.rows(), data.columns()), firstP, firstQ);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Panel panel(double[] column) {
        Panel panel = Panel.zeros(column.length, 1);
        for (int i = 0; i < column.length; i++) {
            panel.set(i, 0, column[i]);
        }
        return panel;
    }

    @Override
    public void fit(Factors w, double[] p, double[] q) {
        System.arraycopy(firstP, 0, p, 0, p.length);
        System.arraycopy(firstQ, 0, q, 0, q.length);
        if (w.rank() > 0) {
            improve(w, p, q);
        }
    }

    private void improve(Factors w, double[] p, double[] q) {
        double last = Double.POSITIVE_INFINITY;
        double[] bestP = p.clone();
        double[] bestQ = q.clone();
        for (int round = 0; round <= MOST_ROUNDS; round++) {
            map.checkCancelled();
            OffsetSums sums = sums(w, p, q);
            double imbalance = sums.imbalance();
            if (!(imbalance < last)) {
                System.arraycopy(bestP, 0, p, 0, p.length);
                System.arraycopy(bestQ, 0, q, 0, q.length);
                return;
            }
            if (imbalance == 0 || round == MOST_ROUNDS || imbalance > WORTHWHILE * last) {
                return;
            }
            last = imbalance;
            System.arraycopy(p, 0, bestP, 0, p.length);
            System.arraycopy(q, 0, bestQ, 0, q.length);
            step(sums, p, q);
        }
    }

    /** The sums of −G at the offsets: one pass. */
    private OffsetSums sums(Factors w, double[] p, double[] q) {
        Panel rowSums = Panel.zeros(p.length, 1);
        Panel columnSums = Panel.zeros(q.length, 1);
        Factors at = OffsetColumns.append(w, p, q);
        map.residual(at, onesOfColumns, onesOfRows, rowSums, columnSums);
        OffsetSums sums = new OffsetSums(offsets, p.length, q.length);
        for (int i = 0; i < p.length; i++) {
            sums.addRow(i, 0, -rowSums.get(i, 0), 0);
        }
        for (int j = 0; j < q.length; j++) {
            sums.addToColumn(j, -columnSums.get(j, 0));
        }
        return sums;
    }

    /** Adds the step that makes the sums 0. */
    private void step(OffsetSums sums, double[] p, double[] q) {
        double[] stepP = new double[p.length];
        double[] stepQ = new double[q.length];
        switch (centering) {
            case NONE -> {}
            case GLOBAL -> Arrays.fill(stepP, sums.total() / Arrays.stream(rowTotals).sum());
            case ROWS -> divide(sums.rows(), rowTotals, stepP);
            case COLUMNS -> divide(sums.columns(), columnTotals, stepQ);
            case BOTH -> {
                solveForColumns(sums, stepQ);
                double[] rest = timesWeights(stepQ);
                for (int i = 0; i < rest.length; i++) {
                    rest[i] = sums.rows()[i] - rest[i];
                }
                divide(rest, rowTotals, stepP);
            }
        }
        gauge.center(stepP, stepQ);
        for (int i = 0; i < p.length; i++) {
            p[i] += stepP[i];
        }
        for (int j = 0; j < q.length; j++) {
            q[j] += stepQ[j];
        }
    }

    /** A row or column without weight keeps its offset. */
    private static void divide(double[] a, double[] by, double[] quotients) {
        for (int i = 0; i < a.length; i++) {
            quotients[i] = by[i] > 0 ? a[i] / by[i] : 0;
        }
    }

    /** (C − WᵀH⁻¹W)·q = c − WᵀH⁻¹r, preconditioned by C = diag(Wᵀ1), with H = diag(W1). */
    private void solveForColumns(OffsetSums sums, double[] q) {
        double[] residual = new double[q.length];
        double[] shares = new double[rowTotals.length];
        divide(sums.rows(), rowTotals, shares);
        subtract(sums.columns(), timesTransposedWeights(shares), residual);
        double[] scaled = new double[q.length];
        divide(residual, columnTotals, scaled);
        double[] direction = scaled.clone();
        double square = dot(residual, scaled);
        double enough = square * TOLERANCE * TOLERANCE;
        for (int step = 0; step < 2 * q.length + 10 && square > enough; step++) {
            map.checkCancelled();
            double[] image = eliminated(direction);
            double bend = dot(direction, image);
            if (!(bend > 1e-15 * dot(direction, times(columnTotals, direction)))) {
                return;
            }
            double length = square / bend;
            for (int j = 0; j < q.length; j++) {
                q[j] += length * direction[j];
                residual[j] -= length * image[j];
            }
            divide(residual, columnTotals, scaled);
            double next = dot(residual, scaled);
            for (int j = 0; j < q.length; j++) {
                direction[j] = scaled[j] + next / square * direction[j];
            }
            square = next;
        }
    }

    /** (C − WᵀH⁻¹W)·x. */
    private double[] eliminated(double[] x) {
        double[] shares = new double[rowTotals.length];
        divide(timesWeights(x), rowTotals, shares);
        double[] image = times(columnTotals, x);
        subtract(image, timesTransposedWeights(shares), image);
        return image;
    }

    /** W·x. */
    private double[] timesWeights(double[] x) {
        CompressedRows places = data.entries().byRow();
        double common = dot(data.columnWeights(), x);
        double[] out = new double[data.rows()];
        for (int i = 0; i < out.length; i++) {
            double sum = data.rowWeights()[i] * common;
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                sum += shifts[e] * x[places.indices()[e]];
            }
            out[i] = sum;
        }
        return out;
    }

    /** Wᵀ·x. */
    private double[] timesTransposedWeights(double[] x) {
        CompressedRows places = data.entries().byRow();
        double common = dot(data.rowWeights(), x);
        double[] out = new double[data.columns()];
        for (int j = 0; j < out.length; j++) {
            out[j] = data.columnWeights()[j] * common;
        }
        for (int i = 0; i < x.length; i++) {
            for (int e = places.starts()[i]; e < places.starts()[i + 1]; e++) {
                out[places.indices()[e]] += shifts[e] * x[i];
            }
        }
        return out;
    }

    private static double[] times(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    private static void subtract(double[] a, double[] b, double[] difference) {
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
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
