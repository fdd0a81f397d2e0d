package io.nadir.network.deep.polar;

import io.nadir.kernel.Rounding;

import java.util.List;

/**
 * An upper bound of the polar of a chain of rectifiers for any number of outputs, from those of two
 * layers. With R' for the chain without its last rectifier, of slope s, s' the slope of the one
 * before, and B = max Σ_n (z_n·c)₊(s_n·w)₊ over unit vectors:
 *
 * <pre>R = s·R' + (1 − s)·min over δ of max( δ·R' + (1 − δ(1 − s'))·B, (s' + δ)·B ), 0 ≤ δ ≤ 1.
 * </pre>
 *
 * <p>For σ(t) = s·t + (1 − s)·t₊ and t₊ ≥ δ·t, so (z·c)t₊ ≤ (z·c)₊t₊ − δ(−z·c)₊t, which is convex
 * in t and largest at some ±(p − s'·m), where p and m are the positive and negative parts of a
 * point of the hull before; that hull has the same B.
 */
final class LooseChainBound {
    private LooseChainBound() {}

    /**
     * The bound.
     *
     * @param slopes of the rectifiers, from the input on; at least one
     * @param first R of the first rectifier alone, an upper bound of max ‖Zᵀσ(S·w)‖
     * @param positive an upper bound of B
     */
    static double upper(List<Double> slopes, double first, double positive) {
        double bound = first;
        for (int l = 1; l < slopes.size(); l++) {
            double slope = slopes.get(l);
            double rectified = rectified(slopes.get(l - 1), bound, positive);
            bound = Rounding.up(slope * bound + (1 - slope) * rectified);
        }
        return bound;
    }

    private static double rectified(double below, double bound, double positive) {
        double crossing = (1 - below) * positive / ((2 - below) * positive - bound);
        double least = Double.POSITIVE_INFINITY;
        for (double delta : new double[] {0, 1, crossing}) {
            if (delta >= 0 && delta <= 1) {
                double plus = delta * bound + (1 - delta * (1 - below)) * positive;
                least = Math.min(least, Math.max(plus, (below + delta) * positive));
            }
        }
        return least;
    }
}
