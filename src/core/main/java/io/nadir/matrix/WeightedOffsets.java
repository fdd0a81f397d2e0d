package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Factors;
import io.nadir.model.map.OffsetColumns;

/**
 * The offsets of a weighted sparse matrix. Their loss is quadratic, so that one step of Newton's
 * method finds them, for which {@link OffsetSystem} has the weights of all entries as an operator.
 * What rounding has left of the sums is solved for again.
 */
final class WeightedOffsets implements OffsetFit {
    private static final int MOST_ROUNDS = 6;

    /** A round that does not make the sums this much smaller is the last. */
    private static final double WORTHWHILE = 0.25;

    private final MatrixMap map;
    private final OffsetPenalty penalty;
    private final OffsetSystem system;
    private final OffsetGauge gauge;
    private final Panel onesOfRows;
    private final Panel onesOfColumns;

    /** The offsets at X = 0. */
    private final double[] firstP;

    private final double[] firstQ;
    private final double[] stepP;
    private final double[] stepQ;

    WeightedOffsets(MatrixMap map, WeightedSparseMatrix data, OffsetModel model) {
        this.map = map;
        this.penalty = model.ridge();
        this.system = new OffsetSystem(new ListedWeights(data), penalty, map::checkCancelled);
        this.gauge = new OffsetGauge(penalty, data.rows(), data.columns(), null);
        this.onesOfRows = ones(data.rows());
        this.onesOfColumns = ones(data.columns());
        this.firstP = new double[data.rows()];
        this.firstQ = model.columns(data.columns());
        this.stepP = new double[data.rows()];
        this.stepQ = new double[data.columns()];
        improve(Factors.empty(data.rows(), data.columns()), firstP, firstQ);
    }

    private static Panel ones(int length) {
        Panel ones = Panel.zeros(length, 1);
        for (int i = 0; i < length; i++) {
            ones.set(i, 0, 1);
        }
        return ones;
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

    /** The sums of −G at the offsets, less the derivative of their penalty: one pass. */
    private OffsetSums sums(Factors w, double[] p, double[] q) {
        Panel rowSums = Panel.zeros(p.length, 1);
        Panel columnSums = Panel.zeros(q.length, 1);
        Factors at = OffsetColumns.append(w, p, q);
        map.residual(at, onesOfColumns, onesOfRows, rowSums, columnSums);
        OffsetSums sums = new OffsetSums(penalty, p.length, q.length);
        for (int i = 0; i < p.length; i++) {
            sums.addRow(i, 0, -rowSums.get(i, 0), 0);
        }
        for (int j = 0; j < q.length; j++) {
            sums.addToColumn(j, -columnSums.get(j, 0));
        }
        sums.addPenalty(p, q);
        return sums;
    }

    /** Adds the step that makes the sums 0. */
    private void step(OffsetSums sums, double[] p, double[] q) {
        system.solve(sums, stepP, stepQ);
        gauge.center(stepP, stepQ);
        for (int i = 0; i < p.length; i++) {
            p[i] += stepP[i];
        }
        for (int j = 0; j < q.length; j++) {
            q[j] += stepQ[j];
        }
    }
}
