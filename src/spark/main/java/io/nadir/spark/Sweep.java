package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.NormalEquations;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;
import io.nadir.model.Factors;
import io.nadir.solver.descent.Balancing;

/**
 * What a pass tells about a V and the regressions of its rows.
 *
 * @param v V, n×r
 * @param value f with the best U for V
 * @param evaluation of the point
 * @param panel for each column j the row of GᵀU, and the lower triangle of A_j = Σ_i w_ij·u_iu_iᵀ
 */
record Sweep(Panel v, double value, Evaluation evaluation, double[] panel) {
    /** Takes the sums of all partitions. */
    static Sweep of(Panel v, double lambda, Partial sum) {
        int n = v.rows();
        int r = v.columns();
        double[] gradient = new double[n * r];
        for (int j = 0; j < n; j++) {
            System.arraycopy(sum.panel(), j * sum.width(), gradient, j * r, r);
        }
        Evaluation found =
                Evaluation.of(new Partial(sum.sums(), sum.small(), null, r, gradient), n, r);
        double norm = Panels.frobenius(v);
        double value = found.loss() + 0.5 * lambda * (found.square() + norm * norm);
        return new Sweep(Panels.copy(v), value, found, sum.panel());
    }

    /**
     * The minimizer over V for the U of this point, factored anew with equal norms of U and V and
     * turned to be nearest to V.
     *
     * <p>Row j is v_j − (A_j + λI)⁻¹·(g_j + λv_j), with g_j the row of GᵀU: rounding errors of the
     * regressions are relative to the step.
     */
    Panel next(double lambda, Balancing balancing) {
        int r = v.columns();
        Panel next = Panels.copy(v);
        double[] a = new double[r * r];
        double[] factor = new double[r * r];
        double[] slope = new double[r];
        double[] step = new double[r];
        int width = SweepBlock.width(r);
        for (int j = 0; j < v.rows(); j++) {
            int at = j * width + r;
            for (int k = 0; k < r; k++) {
                System.arraycopy(panel, at, a, k * r, k + 1);
                at += k + 1;
                slope[k] = panel[j * width + k] + lambda * v.get(j, k);
                step[k] = 0;
            }
            NormalEquations.solve(a, slope, 0, r, r, lambda, factor, step, 0);
            for (int k = 0; k < r; k++) {
                next.set(j, k, v.get(j, k) - step[k]);
            }
        }
        Factors pair = Factors.wrap(r, root(), next);
        balancing.toNearest(pair);
        return pair.block(1);
    }

    /** R with RᵀR = UᵀU: R·Vᵀ has the singular values and the right singular vectors of U·Vᵀ. */
    private Panel root() {
        SmallDense.Eigen eigen = SmallDense.symmetricEigen(evaluation.gram());
        double[] roots = new double[eigen.values().length];
        for (int k = 0; k < roots.length; k++) {
            roots[k] = Math.sqrt(Math.max(0, eigen.values()[k]));
        }
        Panel scaled = Panels.copy(eigen.vectors());
        Panels.scaleColumns(scaled, roots);
        return Panels.transposed(scaled);
    }
}
