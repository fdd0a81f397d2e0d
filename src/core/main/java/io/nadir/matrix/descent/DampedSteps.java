package io.nadir.matrix.descent;

import io.nadir.solver.descent.WideVector;

/**
 * Steps of Newton's method along the central path: how far to go, and how much to damp the Hessian
 * where ℓ bends more further on than it does at the point.
 */
final class DampedSteps {
    /** Part of the way to the boundary that a step may go. */
    private static final double INSIDE = 0.95;

    /** Share of the decrease that the slope promises which a step has to bring. */
    private static final double ARMIJO = 1e-4;

    private static final int MOST_HALVINGS = 50;

    /** Changes of f below this share of it are rounding. */
    static final double ROUNDING = 1e-14;

    /** A step is short below this share of the longest that was tried. */
    private static final double SHORT = 0.2;

    /** The factor by which damping changes. */
    private static final double DAMPING_STEP = 10;

    /** The smallest damping, relative to the curvature of ℓ. */
    private static final double LEAST_DAMPING = 1e-9;

    private final RegressionRows rows;
    private final ColumnPenalty penalty;

    /** The point, which steps move. */
    private final WideVector u;

    /** Largest element of the Hessian of ℓ that there may be. */
    private final double curvature;

    private double damping;

    DampedSteps(RegressionRows rows, ColumnPenalty penalty, WideVector u) {
        this.rows = rows;
        this.penalty = penalty;
        this.u = u;
        this.curvature = rows.curvature();
    }

    /** What is added to the diagonal of the Hessian. */
    double damping() {
        return damping;
    }

    void undamp() {
        damping = 0;
    }

    /** The function at U: ℓ with penalty and barriers. */
    double value(double mu) {
        return rows.value(u) + penalty.value(u.high(), mu);
    }

    /**
     * Moves along a direction of descent; false if that does not lower the function, however much
     * the Hessian is damped. Short steps mean that ℓ bends more than it does here, as where it is
     * linear at first: they add to the damping, and full ones take from it.
     */
    boolean search(double[] direction, double decrement, double mu) {
        double share = Math.min(1, INSIDE * toBoundary(direction));
        WideVector start = u.copy();
        double before = value(mu);
        double first = share;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            u.setSum(start, share, direction);
            double after = value(mu);
            if (after <= before - ARMIJO * share * decrement && after < before) {
                adapt(share / first);
                return true;
            }
            share /= 2;
        }
        u.set(start);
        if (damping < curvature && decrement > ROUNDING * Math.abs(before)) {
            adapt(0);
            return true;
        }
        return false;
    }

    private void adapt(double share) {
        if (share == 1) {
            damping = damping < LEAST_DAMPING * curvature ? 0 : damping / DAMPING_STEP;
        } else if (share < SHORT) {
            damping = Math.max(LEAST_DAMPING * curvature, damping * DAMPING_STEP);
        }
    }

    /** Adds the direction to U, but stops before the boundary. */
    void add(double[] direction) {
        u.setSum(u.copy(), Math.min(1, INSIDE * toBoundary(direction)), direction);
    }

    /** The step at which an element that has to be positive becomes 0. */
    private double toBoundary(double[] direction) {
        double share = Double.POSITIVE_INFINITY;
        for (int at = 0; penalty.isNonNegative() && at < direction.length; at++) {
            if (direction[at] < 0 && penalty.isNonNegative(at % rows.rank())) {
                share = Math.min(share, u.high()[at] / -direction[at]);
            }
        }
        return share;
    }
}
