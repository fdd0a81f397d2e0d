package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Transformation;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Minimizes ℓ(Y, U·Vᵀ) + λΣθ(u_i, v_i) over U with V fixed, a convex problem. Rows of data that
 * have offsets are fitted beside given offsets of the columns, and together with one of their own.
 *
 * <p>The squared loss with ½‖u‖² is ridge regression, solved row by row with normal equations. Any
 * other penalty whose form is known ({@link BlockPenalty}) is minimized by Newton's method along
 * the central path, with the columns of V scaled to norm 1: row by row if θ is a sum over the
 * elements of u, otherwise all rows together. The squared loss over all entries is first reduced,
 * by V = Q·R, to as many entries per row as V has columns. A penalty whose form is unknown is
 * minimized by accelerated proximal gradient.
 *
 * <p>The gap is that of Fenchel duality; the dual point is the gradient of ℓ, scaled into the
 * domain of the conjugate of θ.
 */
public final class FixedFactor {
    /** Share of the tolerance that a method aims at. */
    private static final double AIM = 0.25;

    private final Objective<MatrixMap> objective;
    private final MatrixMap map;
    private final double tolerance;
    private final @Nullable BlockPenalty form;

    /**
     * Creates a solver for an objective.
     *
     * @param tolerance the tolerance of the gap, relative to the part of f that depends on U
     */
    public FixedFactor(Objective<MatrixMap> objective, double tolerance) {
        this.objective = objective;
        this.map = objective.map();
        this.tolerance = tolerance;
        this.form = objective.regularizer().blockPenalty(0);
    }

    /**
     * Replaces U by the minimizer for V, whatever it is.
     *
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted
     */
    public Transformation minimize(Factors w) {
        w.block(0).clear();
        double constant = objective.penalty(w);
        if (w.rank() == 0) {
            return measured(w, constant);
        }
        if (form == null) {
            new AcceleratedRows(objective).minimize(w);
            return measured(w, constant);
        }
        if (isRidge(w) && map.hasBlockMinimizer()) {
            map.minimizeBlock(w, 0, objective.lambda() * form.square());
            Transformation direct = measured(w, constant);
            if (direct.converged()) {
                return direct;
            }
        }
        FenchelGap found = new CentralPath(map, form, AIM * tolerance).minimize(w, weights(w));
        if (map.hasFastGram()) {
            Transformation measured = measured(w, constant);
            double gap = Math.min(found.gap(), measured.gap());
            return result(w, measured.objective(), constant, gap);
        }
        return result(w, found.objective() + constant, constant, found.gap());
    }

    private boolean isRidge(Factors w) {
        boolean ridge = form != null && form.square() > 0 && !form.nonNegative();
        for (int i = 0; ridge && i < w.rank(); i++) {
            ridge = objective.regularizer().price(w, 0, i) == 1;
        }
        return ridge;
    }

    private Transformation result(Factors w, double value, double constant, double gap) {
        double changeable = Math.max(0, value - constant);
        return new Transformation(w, value, gap, gap <= tolerance * changeable, map.offsets(w));
    }

    /** What U comes to, by a pass over the data. */
    private Transformation measured(Factors w, double constant) {
        Factors gradient = Factors.empty(map.rows(), map.columns());
        double loss = map.evaluate(w, gradient);
        double value = loss + objective.penalty(w);
        return result(w, value, constant, gap(w, gradient.block(0), loss, value));
    }

    /** The gap with one scale for the whole dual point. */
    private double gap(Factors w, Panel gradient, double loss, double value) {
        if (form == null) {
            return value;
        }
        int r = w.rank();
        double[] weights = weights(w);
        double scale = 1;
        for (int i = 0; i < r; i++) {
            scale = Math.min(scale, form.dualScale(weights[i], column(gradient, i, -1)));
        }
        double gap = 0;
        double inner = 0;
        for (int i = 0; i < r; i++) {
            double[] u = column(w.block(0), i, 1);
            double[] z = column(gradient, i, -scale);
            gap += form.fenchelGap(weights[i], u, z);
            for (int k = 0; k < u.length; k++) {
                inner -= z[k] * u[k];
            }
        }
        gap += scale * map.imbalance(w, loss);
        // At scale 1 the loss and its conjugate fit exactly.
        return scale == 1 ? gap : gap + Math.max(0, loss - map.dualValue(w, scale) - inner);
    }

    /** What h is multiplied with, for each column. */
    private double[] weights(Factors w) {
        double[] weights = new double[w.rank()];
        Arrays.setAll(weights, i -> objective.lambda() * objective.regularizer().price(w, 0, i));
        return weights;
    }

    private static double[] column(Panel panel, int i, double factor) {
        double[] column = new double[panel.rows()];
        for (int k = 0; k < column.length; k++) {
            column[k] = factor * panel.get(k, i);
        }
        return column;
    }
}
