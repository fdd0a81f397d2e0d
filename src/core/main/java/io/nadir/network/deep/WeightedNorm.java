package io.nadir.network.deep;

import io.nadir.array.Panel;

/** The proximal map of a weighted norm (Σ c_j·y_j²)^½ of a column. */
final class WeightedNorm {
    /** Newton steps, at most; they converge quadratically, in fewer than ten. */
    private static final int MOST_STEPS = 100;

    private WeightedNorm() {}

    /**
     * The length t = (Σ c_j·y_j²)^½ of the proximal point y_j = x_j·t/(t + weight·c_j): the root of
     * S(t) = Σ c_j·x_j²/(t + weight·c_j)² = 1, or 0 if S(0) ≤ 1. Applies Newton's method to S^{−½},
     * which is concave and increasing, from below.
     */
    static double length(Panel block, int i, double[] costs, double weight) {
        double t = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            double sum = 0;
            double slope = 0;
            for (int j = 0, at = i; j < costs.length; j++, at += block.stride()) {
                double x = block.data()[at];
                double shifted = t + weight * costs[j];
                if (costs[j] > PathNorm.NEGLIGIBLE && x != 0) {
                    double term = costs[j] * (x / shifted) * (x / shifted);
                    sum += term;
                    slope += term / shifted;
                }
            }
            // S^{−½} − 1 over its derivative S^{−3/2}·Σ c_j x_j²/(t + weight·c_j)³.
            double next = t + sum * (Math.sqrt(sum) - 1) / Math.max(slope, Double.MIN_NORMAL);
            if (!(next > t)) {
                break;
            }
            t = next;
        }
        return t;
    }
}
