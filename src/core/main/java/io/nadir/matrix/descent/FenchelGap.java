package io.nadir.matrix.descent;

import io.nadir.solver.descent.WideVector;

/**
 * The gap of Fenchel duality at a U: f(U) less the dual value at s·∇ℓ, ∇ℓ the gradient with respect
 * to X = U·Vᵀ and s ≤ 1 as large as the conjugate of the penalty allows.
 *
 * <p>It is the sum of what ℓ and its conjugate, and the penalty and its conjugate, lack of equality
 * in Fenchel's inequality; at s = 1 the first is 0. So it is accurate although f may be much
 * larger.
 *
 * @param objective f(U)
 * @param gap f(U) − min f is at most this, but for rounding
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

    /** Of two functions that have no variable in common. */
    FenchelGap plus(FenchelGap other) {
        return new FenchelGap(objective + other.objective, gap + other.gap);
    }

    /** A lower bound of f, but for rounding. */
    double lowerBound() {
        return objective - gap;
    }
}
