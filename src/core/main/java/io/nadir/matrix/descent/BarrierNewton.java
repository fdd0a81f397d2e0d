package io.nadir.matrix.descent;

import io.nadir.solver.descent.WideVector;

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

    /** Times that damping is given up at a point of the path. */
    private static final int MOST_RELEASES = 3;

    /** Newton steps without barriers that may pass without a smaller gap. */
    private static final int PATIENCE = 3;

    private final RegressionRows rows;
    private final ColumnPenalty penalty;
    private final double tolerance;
    private final Runnable checkpoint;
    private final int length;
    private final WideVector u;
    private final boolean[] free;
    private final DampedSteps steps;

    /** The point of the smallest gap, and that. */
    private WideVector best;

    private double smallestGap = Double.POSITIVE_INFINITY;

    /**
     * Creates a solver.
     *
     * @param tolerance the tolerance of the gap, relative to the objective
     * @param checkpoint called for each row and step; may throw to give up
     */
    BarrierNewton(
            RegressionRows rows, ColumnPenalty penalty, double tolerance, Runnable checkpoint) {
        this.rows = rows;
        this.penalty = penalty;
        this.tolerance = tolerance;
        this.checkpoint = checkpoint;
        this.length = rows.size() * rows.rank();
        this.u = WideVector.zeros(length);
        this.free = new boolean[length];
        this.best = u.copy();
        this.steps = new DampedSteps(rows, penalty, u);
    }

    /** Begins at given offsets of the rows. */
    void startAt(double[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            u.set(i * rows.rank() + penalty.offsetColumn(), offsets[i]);
        }
        best = u.copy();
    }

    /** Minimizes; returns what {@link #point} comes to. */
    FenchelGap minimize() {
        if (!measure()) {
            if (penalty.barrierParameter(rows.size()) == 0) {
                descend(free, PATIENCE);
            } else {
                polish(followPath());
            }
        }
        // The dual point is that of U before it is rounded, the objective that of U after.
        double lowerBound = FenchelGap.of(rows, penalty, best).lowerBound();
        double objective = rows.value(WideVector.of(best.high())) + penalty.value(best.high(), 0);
        return new FenchelGap(objective, Math.max(0, objective - lowerBound));
    }

    /** The best point, row-major. */
    double[] point() {
        return best.high();
    }

    /** Whether the gap at U is within tolerance. */
    private boolean measure() {
        FenchelGap measured = FenchelGap.of(rows, penalty, u);
        if (measured.gap() < smallestGap) {
            smallestGap = measured.gap();
            best = u.copy();
        }
        return measured.gap() <= tolerance * measured.objective();
    }

    private double followPath() {
        double parameter = penalty.barrierParameter(rows.size());
        double mu = rows.value(u) / parameter;
        double least = DampedSteps.ROUNDING * DampedSteps.ROUNDING * mu;
        enterInterior(mu);
        int releases = 0;
        for (int step = 0; step < MOST_STEPS && mu > least; step++) {
            double[] slope = slope(mu);
            NewtonSystem system = system(mu, free);
            double[] direction = direction(system, slope);
            double decrement = -inner(slope, direction);
            boolean centered = decrement <= CENTERED * mu;
            if (centered && steps.damping() > 0 && releases++ < MOST_RELEASES) {
                // It may be the damping only that makes the step so short.
                steps.undamp();
                continue;
            }
            if (!centered && steps.search(direction, decrement, mu)) {
                continue;
            }
            if (measure()) {
                break;
            }
            if (centered && steps.damping() == 0) {
                penalty.addTangent(u.high(), mu, (SHRINK - 1) * mu, slope);
                steps.add(direction(system, slope));
            }
            releases = 0;
            mu *= SHRINK;
        }
        return mu;
    }

    /** Takes elements that have to be positive to about where the path begins. */
    private void enterInterior(double mu) {
        if (!penalty.isNonNegative()) {
            return;
        }
        double[] gradient = new double[length];
        rows.gradient(u, gradient);
        for (int i = 0; i < rows.size(); i++) {
            double[] hessian = rows.hessian(u, i);
            for (int c = 0; c < rows.rank(); c++) {
                int at = i * rows.rank() + c;
                if (!penalty.isNonNegative(c)) {
                    continue;
                }
                double slope = Math.abs(gradient[at]) + penalty.slope(c);
                double bend = hessian[c * (rows.rank() + 1)] + penalty.bend(c);
                double size = Math.max(slope, Math.sqrt(mu * bend));
                // Nothing depends on an element where all is 0.
                u.set(at, size > 0 ? Math.min(mu / size, Double.MAX_VALUE) : 1);
            }
        }
    }

    private NewtonSystem system(double mu, boolean[] frozen) {
        return new NewtonSystem(rows, penalty, u, mu, steps.damping(), frozen, checkpoint);
    }

    private double[] slope(double mu) {
        double[] slope = new double[length];
        rows.gradient(u, slope);
        penalty.addGradient(u.high(), mu, slope);
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

    /** Newton steps at μ = 0 in the elements that are not frozen, until the gap is small. */
    private void descend(boolean[] frozen, int patience) {
        int idle = 0;
        for (int step = 0; step < MOST_STEPS && idle < patience; step++) {
            double[] slope = slope(0);
            for (int at = 0; at < length; at++) {
                slope[at] = frozen[at] ? 0 : slope[at];
            }
            NewtonSystem system = system(0, frozen);
            double[] direction = direction(system, slope);
            double decrement = -inner(slope, direction);
            double before = smallestGap;
            double value = steps.value(0);
            if (decrement <= DampedSteps.ROUNDING * value) {
                // Its effect on f is rounding, on the gap it is not.
                steps.add(direction);
            } else if (!steps.search(direction, decrement, 0)) {
                break;
            }
            if (measure()) {
                break;
            }
            idle = smallestGap < before || decrement > DampedSteps.ROUNDING * value ? 0 : idle + 1;
        }
    }

    /** Makes small elements 0 and the others exact, if the gap then is within tolerance still. */
    private void polish(double mu) {
        WideVector path = best;
        double pathGap = smallestGap;
        u.set(path);
        boolean[] frozen = vanishing(mu);
        for (int at = 0; at < length; at++) {
            if (frozen[at]) {
                u.set(at, 0);
            }
        }
        smallestGap = Double.POSITIVE_INFINITY;
        if (!measure()) {
            descend(frozen, 1);
        }
        u.set(best);
        if (!measure() && smallestGap >= pathGap) {
            best = path;
            smallestGap = pathGap;
        }
    }

    /** The elements that a barrier bends more than ℓ does: they tend to 0 as μ does. */
    private boolean[] vanishing(double mu) {
        boolean[] vanishing = new boolean[length];
        double[] norms = penalty.norms(u.high());
        double[] bends = new double[rows.rank()];
        for (int i = 0; i < rows.size(); i++) {
            double[] hessian = rows.hessian(u, i);
            for (int c = 0; c < bends.length; c++) {
                double bend = hessian[c * (bends.length + 1)];
                bends[c] += bend;
                double x = u.high()[i * bends.length + c];
                vanishing[i * bends.length + c] = penalty.hasElementTerms(c) && x * bend * x < mu;
            }
        }
        for (int at = 0; penalty.isCoupled() && at < length; at++) {
            int c = at % bends.length;
            vanishing[at] |=
                    penalty.isCoupled(c) && norms[c] * bends[c] / rows.size() * norms[c] < mu;
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
