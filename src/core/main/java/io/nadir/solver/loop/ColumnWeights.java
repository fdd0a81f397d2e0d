package io.nadir.solver.loop;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;

import org.jspecify.annotations.Nullable;

/**
 * Minimizes ℓ(Y, Σ β_i·φ(W_i)) + λΣ β_i·θ(W_i) over β ≥ 0: finds the best sizes of the columns of a
 * point, a convex problem. Fully corrective conditional gradient methods do this after each append.
 *
 * <p>Descent over W determines sizes as well. But if two columns are nearly equal, it moves mass
 * between them at a rate that vanishes with their difference, and a column that starts small stays
 * small for a long time. Here the Gram matrix of the φ(W_i) shows at once which columns are needed:
 * ℓ is repeatedly replaced by a quadratic model, which {@link ConicQuadratic} minimizes. If the
 * second derivative of ℓ is known, the model has it, and a search along the step makes this
 * Newton's method. If it is not known, or no such step lowers f, the model is the quadratic bound
 * with curvature L. One iteration suffices for the squared loss over entries of weight 1.
 *
 * <p>Steps lower f or, if f no longer shows a difference, the remaining slopes. The gap of a point
 * depends on the slopes, whereas f depends on their squares, which rounding hides much earlier.
 */
final class ColumnWeights {
    /**
     * If the outputs of all columns have more elements than this, their Gram matrix is not formed.
     */
    private static final double LARGEST = 1 << 25;

    /** The same limit for the second derivative, which needs an output for each entry. */
    private static final double LARGEST_BENT = 1 << 22;

    /** For more columns than this, no system is solved. */
    private static final int MOST_COLUMNS = 600;

    /** The largest number of models that are minimized. */
    private static final int MOST_ROUNDS = 20;

    /** The share of the first decrease that another round must achieve. */
    private static final double WORTHWHILE = 0.01;

    /** The largest share of the slopes that a round may leave if f does not show its effect. */
    private static final double SETTLED = 0.5;

    /** The largest relative increase of f that rounding explains. */
    private static final double ROUNDING = 0x1p-50;

    /** The smallest second derivative that is used, as a share of the curvature L. */
    private static final double FLATTEST = 1e-10;

    /** The largest number of times that a step is halved. */
    private static final int MOST_HALVINGS = 12;

    private final Objective<?> objective;
    private final FactorizationMap map;
    private final Factors gradient;

    ColumnWeights(Objective<?> objective) {
        this.objective = objective;
        this.map = objective.map();
        this.gradient = Factors.empty(map.dimensions());
    }

    /**
     * Replaces {@code w} by a point with the same columns, each scaled or dropped. Its objective is
     * lower, or it is higher by no more than rounding explains and its slopes are less than half as
     * large. Does nothing if there is no such point, if there are too many columns, or if it is
     * interrupted.
     *
     * @return f at the new point; infinite if nothing was done
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted; {@code w} is
     *     then unchanged
     */
    double minimize(Factors w) {
        if (w.rank() == 0 || w.rank() > MOST_COLUMNS || outputs(w) > LARGEST) {
            return Double.POSITIVE_INFINITY;
        }
        Sized best = at(w);
        double highest = best.value * (1 + ROUNDING);
        double first = 0;
        boolean moved = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Sized next = step(best, highest);
            if (next == null) {
                break;
            }
            double decrease = best.value - next.value;
            first = Math.max(first, decrease);
            boolean settles = next.slope < SETTLED * best.slope;
            best = next;
            moved = true;
            if (decrease < WORTHWHILE * first && !settles) {
                break;
            }
        }
        if (!moved) {
            return Double.POSITIVE_INFINITY;
        }
        w.set(best.w);
        return best.value;
    }

    private double outputs(Factors w) {
        return w.rank() * (double) map.data().observed();
    }

    /**
     * Makes a step by Newton's model, otherwise by the bound; returns null if neither leads to a
     * better point.
     */
    private @Nullable Sized step(Sized from, double highest) {
        Sized next = outputs(from.w) > LARGEST_BENT ? null : newtonStep(from, highest);
        return next != null ? next : boundStep(from, highest);
    }

    private @Nullable Sized newtonStep(Sized from, double highest) {
        Panel bent = map.bentUnits(from.w, FLATTEST);
        if (bent == null) {
            return null;
        }
        double[] sizes = new double[from.w.rank()];
        Panel gram = gram(bent, sizes, 1);
        return search(from, sizes, minimizeModel(from, gram, sizes), highest);
    }

    private @Nullable Sized boundStep(Sized from, double highest) {
        double[] sizes = new double[from.w.rank()];
        Panel gram = gram(map.units(from.w), sizes, map.curvature());
        Sized next = at(scaled(from.w, sizes, minimizeModel(from, gram, sizes)));
        return isBetter(next, from, highest) ? next : null;
    }

    /**
     * Returns the first of the full step, half the step, and so on, that leads to a better point;
     * null if none does.
     */
    private @Nullable Sized search(Sized from, double[] sizes, double[] to, double highest) {
        double share = 1;
        double[] target = to;
        for (int i = 0; i <= MOST_HALVINGS; i++) {
            Sized next = at(scaled(from.w, sizes, target));
            if (isBetter(next, from, highest)) {
                return next;
            }
            share *= 0.5;
            target = between(sizes, to, share);
        }
        return null;
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] target = from.clone();
        for (int i = 0; i < target.length; i++) {
            target[i] += share * (to[i] - from[i]);
        }
        return target;
    }

    private static boolean isBetter(Sized next, Sized from, double highest) {
        return next.value < from.value
                || (next.value <= highest && next.slope < SETTLED * from.slope);
    }

    /** Returns f at {@code w}, and the largest slope along a W_i as a share of λθ(W_i). */
    private Sized at(Factors w) {
        double value = objective.evaluate(w, gradient);
        double slope = 0;
        for (int i = 0; i < w.rank(); i++) {
            double price = objective.lambda() * objective.regularizer().value(w, i);
            slope = price > 0 ? Math.max(slope, Math.abs(pairing(w, i) / price + 1)) : slope;
        }
        return new Sized(w, value, slope);
    }

    /**
     * Returns the sizes that minimize the model at {@code from}, where the sizes are {@code sizes}.
     */
    private double[] minimizeModel(Sized from, Panel gram, double[] sizes) {
        Factors w = from.w;
        map.evaluate(w, gradient);
        int r = w.rank();
        double[] b = new double[r];
        for (int i = 0; i < r; i++) {
            double slope = pairing(w, i) + objective.lambda() * objective.regularizer().value(w, i);
            b[i] = sizes[i] > 0 ? -slope / sizes[i] : 0;
            for (int j = 0; j < r; j++) {
                b[i] += gram.get(i, j) * sizes[j];
            }
        }
        return ConicQuadratic.minimize(gram, b, sizes, map::checkCancelled);
    }

    /** Returns the columns of {@code w} with other sizes. */
    private Factors scaled(Factors w, double[] sizes, double[] found) {
        Factors next = Factors.empty(w.dimensions());
        for (int i = 0; i < found.length; i++) {
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

    /**
     * Returns L times the inner products of the normalized units, and writes their norms to {@code
     * sizes}.
     */
    private static Panel gram(Panel units, double[] sizes, double curvature) {
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
                double element = norms > 0 ? curvature * gram.get(i, j) / norms : 0;
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

    /**
     * A point.
     *
     * @param value f
     * @param slope the largest magnitude of a column's slope, in units of λθ
     */
    private record Sized(Factors w, double value, double slope) {}
}
