package io.nadir.matrix.descent;

import io.nadir.solver.descent.WideVector;

/**
 * The Fenchel duality gap at a U: f(U) less the dual value at s·∇ℓ, where ∇ℓ is the gradient with
 * respect to X = U·Vᵀ and s ≤ 1 is as large as the conjugate of the penalty allows.
 *
 * <p>It is the sum of two slacks in Fenchel's inequality, that of ℓ and its conjugate and that of
 * the penalty and its conjugate; for s = 1 the first is 0. So it is accurate even if f is much
 * larger.
 *
 * @param objective f(U)
 * @param gap an upper bound of f(U) − min f, up to rounding
 */
record FenchelGap(double objective, double gap) {
    static FenchelGap of(RegressionRows rows, ColumnPenalty penalty, WideVector u) {
        double[] gradient = new double[u.high().length];
        rows.gradient(u, gradient);
        double scale = penalty.dualScale(gradient);
        double gap = penalty.fenchelGap(u.high(), gradient, scale);
        double loss = rows.value(u);
        if (scale < 1) {
            double inner = 0;
            for (int at = 0; at < gradient.length; at++) {
                inner += gradient[at] * u.high()[at];
            }
            gap += Math.max(0, loss - rows.dualValue(u, scale) - scale * inner);
        }
        return new FenchelGap(loss + penalty.value(u.high(), 0), gap);
    }

    /** Returns the gap of the sum of two functions that have no variable in common. */
    FenchelGap plus(FenchelGap other) {
        return new FenchelGap(objective + other.objective, gap + other.gap);
    }

    /** Returns a lower bound of f, up to rounding. */
    double lowerBound() {
        return objective - gap;
    }
}
