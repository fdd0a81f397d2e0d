package io.nadir.network.twolayer.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.network.twolayer.TwoLayerMap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Descent for two-layer networks under Euclidean norms, for which balanced units have θ = ‖w¹‖‖w²‖
 * = ½(‖w¹‖² + ‖w²‖²). The objective bends sharply where a unit's kink meets a sample, and that is
 * where minima lie: methods for smooth functions stall there. What is convex is done exactly
 * instead, as in fully corrective conditional gradient methods:
 *
 * <ul>
 *   <li>Units with the same active samples and parallel output weights become one, of the same
 *       output and, by the triangle inequality, no larger θ.
 *   <li>The output weights of all units at once, their kinks as they are: a {@link GroupLasso} for
 *       the squared loss, a sequence of them under the quadratic bound of any other.
 *   <li>Then steps of {@link UnitNewton} in all weights, which move kinks.
 * </ul>
 *
 * <p>Monotone. New kinks come from the polar.
 */
public final class TwoLayerDescent implements DescentMethod {
    /** Bounds minimized in a step, for losses other than the squared one. */
    private static final int BOUNDS = 10;

    /** Steps in all weights. */
    private static final int NEWTON_STEPS = 8;

    /** What part of the objective a further round in the output weights has to gain. */
    private static final double WORTHWHILE = 1e-13;

    /** How parallel output weights have to be. */
    private static final double PARALLEL = 1 - 1e-12;

    private final Objective<TwoLayerMap> objective;
    private final TwoLayerMap map;
    private final UnitNewton newton;
    private final Factors gradient;

    public TwoLayerDescent(Objective<TwoLayerMap> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.newton = new UnitNewton(map, objective.lambda());
        this.gradient = Factors.empty(map.dimensions());
    }

    @Override
    public void restart() {
        // Nothing is remembered from step to step.
    }

    @Override
    public void save(DataOutput out) throws IOException {
        // Nothing is remembered from step to step.
    }

    @Override
    public void load(DataInput in) throws IOException {
        // Nothing is remembered from step to step.
    }

    @Override
    public double step(Factors w) {
        double before = value(w);
        Factors next = w.copy();
        correct(next);
        merge(next);
        newton.minimize(next, NEWTON_STEPS, WORTHWHILE * before);
        balance(next);
        double after = value(next);
        if (!(after < before)) {
            return before;
        }
        w.set(next);
        return after;
    }

    private double value(Factors w) {
        return objective.evaluate(w, gradient);
    }

    /** Output weights: inner weights become unit vectors, and the norms are balanced in the end. */
    private void correct(Factors w) {
        normalize(w);
        double tolerance = WORTHWHILE * value(w);
        for (int bound = 0; bound < BOUNDS && w.rank() > 0; bound++) {
            double fall = minimizeBound(w, tolerance);
            boolean exact = map.loss().isQuadratic();
            if (exact || fall <= tolerance) {
                break;
            }
        }
        balance(w);
    }

    /** ℓ(X) + ⟨∇ℓ, A·ΔCᵀ⟩ + ½L‖A·ΔCᵀ‖² + λΣ‖c_i‖, with inner weights of norm 1. */
    private double minimizeBound(Factors w, double tolerance) {
        map.evaluate(w, gradient);
        int r = w.rank();
        Panel gram = java.util.Objects.requireNonNull(map.blockGram(w, 1));
        double[][] c = rows(w.block(1));
        double[][] b = rows(gradient.block(1));
        for (int i = 0; i < r; i++) {
            for (int k = 0; k < b[i].length; k++) {
                b[i][k] = -b[i][k];
            }
            for (int j = 0; j < r; j++) {
                gram.set(i, j, map.curvature() * gram.get(i, j));
                for (int k = 0; k < b[i].length; k++) {
                    b[i][k] += gram.get(i, j) * c[j][k];
                }
            }
        }
        double fall = new GroupLasso(gram, b, objective.lambda(), c).minimize(tolerance);
        for (int i = 0; i < r; i++) {
            for (int k = 0; k < c[i].length; k++) {
                w.block(1).set(k, i, c[i][k]);
            }
        }
        return fall;
    }

    /** Columns of a panel as arrays. */
    private static double[][] rows(Panel panel) {
        double[][] rows = new double[panel.columns()][panel.rows()];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < panel.rows(); k++) {
                rows[i][k] = panel.get(k, i);
            }
        }
        return rows;
    }

    private static void normalize(Factors w) {
        w.dropVanished();
        for (int i = 0; i < w.rank(); i++) {
            double size = Panels.columnNorm(w.block(0), i);
            scale(w.block(0), i, 1 / size);
            scale(w.block(1), i, size);
        }
    }

    /** ‖w_i¹‖ = ‖w_i²‖, of the same product. */
    private static void balance(Factors w) {
        w.dropVanished();
        for (int i = 0; i < w.rank(); i++) {
            double inner = Panels.columnNorm(w.block(0), i);
            double outer = Panels.columnNorm(w.block(1), i);
            scale(w.block(0), i, Math.sqrt(outer / inner));
            scale(w.block(1), i, Math.sqrt(inner / outer));
        }
    }

    private static void scale(Panel block, int column, double factor) {
        for (int i = 0; i < block.rows(); i++) {
            block.set(i, column, factor * block.get(i, column));
        }
    }

    /** Merges units that are alike into one; the others of each group become zero. */
    private void merge(Factors w) {
        normalize(w);
        Panel arguments = map.arguments(w.block(0));
        int[] leader = new int[w.rank()];
        for (int i = 0; i < w.rank(); i++) {
            leader[i] = i;
            for (int j = 0; j < i && leader[i] == i; j++) {
                if (leader[j] == j
                        && areParallel(w.block(1), i, j)
                        && sameActive(arguments, i, j)) {
                    leader[i] = j;
                    join(w, j, i);
                }
            }
        }
        balance(w);
    }

    private static boolean areParallel(Panel outer, int i, int j) {
        double inner = Panels.columnDot(outer, i, outer, j);
        return inner > PARALLEL * Panels.columnNorm(outer, i) * Panels.columnNorm(outer, j);
    }

    private static boolean sameActive(Panel arguments, int i, int j) {
        double tiny =
                UnitFaces.AT_KINK
                        * Math.max(Panels.maxAbs(arguments, i), Panels.maxAbs(arguments, j));
        for (int n = 0; n < arguments.rows(); n++) {
            double a = arguments.get(n, i);
            double b = arguments.get(n, j);
            if (a * b < 0 && Math.abs(a) > tiny && Math.abs(b) > tiny) {
                return false;
            }
        }
        return true;
    }

    /** Unit {@code into} takes over unit {@code from}; inner weights have norm 1. */
    private static void join(Factors w, int into, int from) {
        Panel inner = w.block(0);
        Panel outer = w.block(1);
        double a = Panels.columnNorm(outer, into);
        double b = Panels.columnNorm(outer, from);
        for (int i = 0; i < inner.rows(); i++) {
            inner.set(i, into, a * inner.get(i, into) + b * inner.get(i, from));
            inner.set(i, from, 0);
        }
        double size = Panels.columnNorm(inner, into);
        scale(inner, into, size > 0 ? 1 / size : 0);
        scale(outer, into, size / a);
        scale(outer, from, 0);
    }
}
