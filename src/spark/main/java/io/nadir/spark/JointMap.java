package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelData;

/**
 * Distributed rows as a function of V and the offsets q of the columns, which are one more column
 * of the point: one pass each. For descent alone.
 */
final class JointMap implements FactorizationMap {
    private final RowsMap map;

    JointMap(RowsMap map) {
        this.map = map;
    }

    static double[] column(Panel panel, int k) {
        double[] out = new double[panel.rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = panel.get(i, k);
        }
        return out;
    }

    @Override
    public ModelData data() {
        return map.data();
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    public ConvexLoss loss() {
        return map.loss();
    }

    @Override
    public double curvature() {
        return map.curvature();
    }

    @Override
    public double evaluate(Factors w, Factors gradient) {
        Evaluation found = pass(w);
        int r = w.rank() - 1;
        double[] slopes = map.passes().offsetSlopes(column(w.block(0), r), found.columnSums());
        gradient.setRank(w.rank());
        Panel target = gradient.block(0);
        for (int j = 0; j < target.rows(); j++) {
            for (int k = 0; k < r; k++) {
                target.set(j, k, found.gradient().get(j, k));
            }
            target.set(j, r, slopes[j]);
        }
        return found.loss() + 0.5 * map.passes().lambda() * found.square();
    }

    private Evaluation pass(Factors w) {
        map.checkCancelled();
        int r = w.rank() - 1;
        map.passes().names().beginStep(r);
        Evaluation found =
                map.passes()
                        .evaluateAt(Panels.leadingColumns(w.block(0), r), column(w.block(0), r));
        map.passes().names().endStep();
        return found;
    }

    @Override
    public double lipschitz(Factors w, int k) {
        throw new UnsupportedOperationException("the Gram matrix says more");
    }

    /** Returns UᵀU, and the number of rows for q, whose column of U has ones. */
    @Override
    public Panel blockGram(Factors w, int k) {
        int r = w.rank() - 1;
        Panel gram = pass(w).gram();
        Panel larger = Panel.zeros(r + 1, r + 1);
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                larger.set(i, j, gram.get(i, j));
            }
        }
        larger.set(r, r, (double) map.rows());
        return larger;
    }

    @Override
    public Panel units(Factors w) {
        throw new UnsupportedOperationException("offsets are no column");
    }

    @Override
    public double dualValue(Factors w, double s) {
        throw new UnsupportedOperationException("offsets have their values at certificates");
    }
}
