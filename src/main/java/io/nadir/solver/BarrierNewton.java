package io.nadir.solver;

import java.util.Arrays;

/**
 * min over U of ℓ(Y, U·Vᵀ) + Σ_i weight_i·h(u_i) by Newton's method along the central path: norms
 * and signs are smoothed by barriers, whose μ falls tenfold from step to step until the gap of
 * Fenchel duality at the point is within tolerance. Then the elements that tend to 0 become 0, and
 * Newton steps without barriers follow for the others.
 *
 * <p>The number of steps, some 30, depends little on the condition of V, as it does not for
 * interior-point methods. Without norms and signs it is Newton's method, which for the squared loss
 * is one solution of the normal equations and a correction. Single use.
 */
final class BarrierNewton {
    private static final int MOST_STEPS = 400;

    /** What μ is multiplied with from one point of the path to the next. */
    private static final double SHRINK = 0.1;

    /** The square of Newton's decrement, in units of μ, within which a point is on the path. */
    private static final double CENTERED = 0.1;

    /** Part of the way to the boundary that a step may go. */
    private static final double INSIDE = 0.95;

    /** Share of the decrease that the slope promises which a step has to bring. */
    private static final double ARMIJO = 1e-4;

    private static final int MOST_HALVINGS = 50;

    /** Changes of f below this share of it are rounding. */
    private static final double ROUNDING = 1e-14;

    /** Newton steps without barriers that may pass without a smaller gap. */
    private static final int PATIENCE = 3;

    private final RegressionRows rows;
    private final ColumnPenalty penalty;
    private final double tolerance;
    private final Runnable checkpoint;
    private final double[] u;
    private final double[] gradient;
    private final boolean[] free;

    /** The point of the smallest gap, and that. */
    private double[] best;

    private double smallestGap = Double.POSITIVE_INFINITY;

    /**
     * Makes it.
     *
     * @param tolerance for the gap, relative to the objective
     * @param checkpoint called for each row and step; may throw to give up
     */
    BarrierNewton(
            RegressionRows rows, ColumnPenalty penalty, double tolerance, Runnable checkpoint) {
        this.rows = rows;
        this.penalty = penalty;
        this.tolerance = tolerance;
        this.checkpoint = checkpoint;
        this.u = new double[rows.size() * rows.rank()];
        this.gradient = new double[u.length];
        this.free = new boolean[u.length];
        this.best = u.clone();
    }

    /** The minimizer, row-major. */
    double[] minimize() {
        if (measure()) {
            return best;
        }
        if (penalty.barrierParameter(rows.size()) == 0) {
            descend(free, PATIENCE);
            return best;
        }
        double mu = followPath();
        polish(mu);
        return best;
    }

    /** Whether the gap at U is within tolerance. */
    private boolean measure() {
        rows.gradient(u, gradient);
        double scale = penalty.dualScale(gradient);
        double gap = penalty.fenchelGap(u, gradient, scale);
        double value = rows.value(u);
        if (scale < 1) {
            double inner = 0;
            for (int at = 0; at < u.length; at++) {
                inner += gradient[at] * u[at];
            }
            gap += Math.max(0, value - rows.dualValue(u, scale) - scale * inner);
        }
        if (gap < smallestGap) {
            smallestGap = gap;
            best = u.clone();
        }
        return gap <= tolerance * (value + penalty.value(u, 0));
    }

    private double followPath() {
        double parameter = penalty.barrierParameter(rows.size());
        double mu = rows.value(u) / parameter;
        double least = ROUNDING * ROUNDING * mu;
        enterInterior(mu);
        for (int step = 0; step < MOST_STEPS && mu > least; step++) {
            double[] slope = slope(mu);
            NewtonSystem system = new NewtonSystem(rows, penalty, u, mu, free, checkpoint);
            double[] direction = direction(system, slope);
            double decrement = -inner(slope, direction);
            if (decrement <= CENTERED * mu || !search(direction, decrement, mu)) {
                if (measure()) {
                    break;
                }
                penalty.addTangent(u, mu, (SHRINK - 1) * mu, slope);
                add(direction(system, slope));
                mu *= SHRINK;
            }
        }
        return mu;
    }

    /** Takes elements that have to be positive to about where the path begins. */
    private void enterInterior(double mu) {
        if (!penalty.isNonNegative()) {
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            double[] hessian = rows.hessian(u, i);
            for (int c = 0; c < rows.rank(); c++) {
                int at = i * rows.rank() + c;
                double slope = Math.abs(gradient[at]) + penalty.slope(c);
                double bend = Math.sqrt(mu * hessian[c * (rows.rank() + 1)]);
                u[at] = mu / Math.max(slope, bend);
            }
        }
    }

    /** Moves along a direction of descent; false if that does not lower the function. */
    private boolean search(double[] direction, double decrement, double mu) {
        double before = value(mu);
        double length = Math.min(1, INSIDE * toBoundary(direction));
        double[] start = u.clone();
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            for (int at = 0; at < u.length; at++) {
                u[at] = start[at] + length * direction[at];
            }
            double after = value(mu);
            if (after <= before - ARMIJO * length * decrement && after < before) {
                return true;
            }
            length /= 2;
        }
        System.arraycopy(start, 0, u, 0, u.length);
        return false;
    }

    private double value(double mu) {
        return rows.value(u) + penalty.value(u, mu);
    }

    private double[] slope(double mu) {
        double[] slope = new double[u.length];
        rows.gradient(u, slope);
        penalty.addGradient(u, mu, slope);
        return slope;
    }

    private static double[] direction(NewtonSystem system, double[] slope) {
        double[] direction = new double[slope.length];
        for (int at = 0; at < slope.length; at++) {
            direction[at] = -slope[at];
        }
        system.solve(direction);
        return direction;
    }

    /** U += direction, but not as far as the boundary. */
    private void add(double[] direction) {
        double length = Math.min(1, INSIDE * toBoundary(direction));
        for (int at = 0; at < u.length; at++) {
            u[at] += length * direction[at];
        }
    }

    /** The step at which an element that has to be positive becomes 0. */
    private double toBoundary(double[] direction) {
        double length = Double.POSITIVE_INFINITY;
        for (int at = 0; penalty.isNonNegative() && at < u.length; at++) {
            if (direction[at] < 0) {
                length = Math.min(length, u[at] / -direction[at]);
            }
        }
        return length;
    }

    /** Newton steps at μ = 0 in the elements that are not frozen, until the gap is small. */
    private void descend(boolean[] frozen, int patience) {
        int idle = 0;
        for (int step = 0; step < MOST_STEPS && idle < patience; step++) {
            double[] slope = slope(0);
            for (int at = 0; at < u.length; at++) {
                slope[at] = frozen[at] ? 0 : slope[at];
            }
            NewtonSystem system = new NewtonSystem(rows, penalty, u, 0, frozen, checkpoint);
            double[] direction = direction(system, slope);
            double decrement = -inner(slope, direction);
            double before = smallestGap;
            double value = value(0);
            if (decrement <= ROUNDING * value) {
                // Its effect on f is rounding, on the gap it is not.
                add(direction);
            } else if (!search(direction, decrement, 0)) {
                break;
            }
            if (measure()) {
                break;
            }
            idle = smallestGap < before || decrement > ROUNDING * value ? 0 : idle + 1;
        }
    }

    /** Makes small elements 0 and the others exact, if the gap then is within tolerance still. */
    private void polish(double mu) {
        double[] path = best;
        double pathGap = smallestGap;
        System.arraycopy(path, 0, u, 0, u.length);
        boolean[] frozen = vanishing(mu);
        for (int at = 0; at < u.length; at++) {
            u[at] = frozen[at] ? 0 : u[at];
        }
        smallestGap = Double.POSITIVE_INFINITY;
        if (!measure()) {
            descend(frozen, 1);
        }
        System.arraycopy(best, 0, u, 0, u.length);
        if (!measure() && smallestGap >= pathGap) {
            best = path;
            smallestGap = pathGap;
        }
    }

    /** The elements that a barrier bends more than ℓ does: they tend to 0 as μ does. */
    private boolean[] vanishing(double mu) {
        boolean[] vanishing = new boolean[u.length];
        double[] norms = penalty.norms(u);
        double[] bends = new double[rows.rank()];
        for (int i = 0; i < rows.size(); i++) {
            double[] hessian = rows.hessian(u, i);
            for (int c = 0; c < bends.length; c++) {
                double bend = hessian[c * (bends.length + 1)];
                bends[c] += bend;
                double x = u[i * bends.length + c];
                vanishing[i * bends.length + c] =
                        penalty.hasElementTerms() && x * bend * x < mu;
            }
        }
        for (int at = 0; penalty.isCoupled() && at < u.length; at++) {
            int c = at % bends.length;
            vanishing[at] |= norms[c] * bends[c] / rows.size() * norms[c] < mu;
        }
        return vanishing;
    }

    private static double inner(double[] x, double[] y) {
        double sum = 0;
        for (int at = 0; at < x.length; at++) {
            sum += x[at] * y[at];
        }
        return sum;
    }
}
