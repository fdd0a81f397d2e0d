package io.nadir.solver;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.Regularizer;

/**
 * min over β ≥ 0 of ℓ(Y, Σ β_i·φ(W_i)) + λΣ β_i·θ(W_i): the best sizes of the columns that a point
 * has, a convex problem. Fully corrective conditional gradient methods do this after each append.
 *
 * <p>Descent over W sizes columns as well, but where two are nearly alike, mass moves from one to
 * the other at a rate that vanishes with their difference, and a column that begins small stays
 * small for long. Here the Gram matrix of the φ(W_i) tells at once which of them are needed: ℓ is
 * replaced by its quadratic bound with curvature L, minimized by {@link ConicQuadratic}, again and
 * again while that lowers f. One time is enough for the squared loss over entries of weight 1.
 */
final class ColumnWeights {
    /** Outputs of all columns beyond which their Gram matrix is not made. */
    private static final double LARGEST = 1 << 25;

    /** Columns beyond which no system is solved. */
    private static final int MOST_COLUMNS = 600;

    /** Bounds minimized, at most. */
    private static final int MOST_ROUNDS = 20;

    /** Share of the first decrease that another round has to bring. */
    private static final double WORTHWHILE = 0.01;

    private final FactorizationMap map;
    private final Regularizer theta;
    private final double lambda;
    private final Factors gradient;

    ColumnWeights(Objective<?> objective) {
        this.map = objective.map();
        this.theta = objective.regularizer();
        this.lambda = objective.lambda();
        this.gradient = Factors.empty(map.dimensions());
    }

    /**
     * Replaces {@code w} by a point of no larger objective with the same columns, each scaled or
     * dropped. Nothing happens where there are too many, or an interruption ends it.
     *
     * @return f at the new point; infinite where nothing happened
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted; {@code w} is as
     *     it was then
     */
    double minimize(Factors w) {
        if (w.rank() == 0
                || w.rank() > MOST_COLUMNS
                || w.rank() * (double) map.data().observed() > LARGEST) {
            return Double.POSITIVE_INFINITY;
        }
        Factors best = w;
        double value = value(best);
        double first = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Factors next = minimizeBound(best);
            double after = value(next);
            if (!(after < value)) {
                break;
            }
            double decrease = value - after;
            first = Math.max(first, decrease);
            best = next;
            value = after;
            if (decrease < WORTHWHILE * first) {
                break;
            }
        }
        if (best != w) {
            w.set(best);
        }
        return value;
    }

    /** f, and the gradient of ℓ. */
    private double value(Factors w) {
        return map.evaluate(w, gradient) + lambda * theta.value(w);
    }

    /** The minimizer of the quadratic bound at {@code w}, where the gradient is known. */
    private Factors minimizeBound(Factors w) {
        int r = w.rank();
        double[] sizes = new double[r];
        Panel gram = gram(map.units(w), sizes);
        double[] b = new double[r];
        for (int i = 0; i < r; i++) {
            double slope = pairing(w, i) + lambda * theta.value(w, i);
            b[i] = sizes[i] > 0 ? -slope / sizes[i] : 0;
            for (int j = 0; j < r; j++) {
                b[i] += gram.get(i, j) * sizes[j];
            }
        }
        double[] found = ConicQuadratic.minimize(gram, b, sizes, map::checkCancelled);
        Factors next = Factors.empty(w.dimensions());
        for (int i = 0; i < r; i++) {
            if (found[i] > 0) {
                next.append(w.blocks(), i, Math.pow(found[i] / sizes[i], 1.0 / map.degree()));
            }
        }
        return next;
    }

    /** ⟨∇ℓ, φ(W_i)⟩, by Euler's theorem for homogeneous functions. */
    private double pairing(Factors w, int column) {
        double sum = 0;
        for (int k = 0; k < w.order(); k++) {
            sum += Panels.columnDot(w.block(k), column, gradient.block(k), column);
        }
        return sum / map.degree();
    }

    /** L times the inner products of the φ(W_i) over their norms, which {@code sizes} gets. */
    private Panel gram(Panel units, double[] sizes) {
        int r = sizes.length;
        Panel gram = Panel.zeros(r, r);
        for (int i = 0; i < r; i++) {
            for (int j = 0; j <= i; j++) {
                gram.set(i, j, dot(units, i, j));
            }
            sizes[i] = Math.sqrt(gram.get(i, i));
        }
        for (int i = 0; i < r; i++) {
            for (int j = 0; j <= i; j++) {
                double norms = sizes[i] * sizes[j];
                double element = norms > 0 ? map.curvature() * gram.get(i, j) / norms : 0;
                gram.set(i, j, element);
                gram.set(j, i, element);
            }
        }
        return gram;
    }

    private static double dot(Panel rows, int i, int j) {
        double[] data = rows.data();
        return Kernels.get().dot(data, i * rows.stride(), data, j * rows.stride(), rows.columns());
    }
}
