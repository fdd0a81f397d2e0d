package io.nadir.matrix;

import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.OffsetPenalty;
import io.nadir.model.Centering;

/**
 * What the offsets p_i + q_j of a point add to dual values at s·G, and how far rounding may have
 * left them from the best ones.
 *
 * @param p shared with the owner, who changes it
 * @param q likewise
 */
record OffsetDual(OffsetPenalty penalty, double[] p, double[] q) {
    /**
     * Returns s·⟨G, o⟩, or under a penalty the minimum of s·⟨G, o⟩ + (κ/2)·‖o‖² over a and b, at
     * the μ of the point.
     *
     * @param sums those of −G
     */
    double added(OffsetSums sums, double s) {
        if (!penalty.isPresent()) {
            return -s * sums.promise(p, q);
        }
        double fixed =
                penalty.isMeanFree()
                        ? sums.total() * penalty.mean(p, q)
                        : sums.promise(new double[p.length], q);
        Centering centering = penalty.centering();
        double squares =
                (centering.hasRows() ? squares(sums.rows()) : 0)
                        + (centering.hasColumns() ? squares(sums.columns()) : 0);
        return -s * fixed - s * s * squares / (2 * penalty.weight());
    }

    /**
     * Returns how much {@link #added}, divided by s, may be too large.
     *
     * @param sums those of −G
     * @param reach within what offsets without a penalty are
     * @param error bound of the norm of the errors of the sums over the rows, and over the columns
     */
    double imbalance(OffsetSums sums, double reach, double error) {
        Centering centering = penalty.centering();
        if (penalty.isPresent()) {
            double a = saving(sums.rows(), penalty.rows(p, q), error);
            double b = saving(sums.columns(), penalty.columns(p, q), error);
            double free = penalty.isMeanFree() ? reach * (Math.abs(sums.total()) + error) : 0;
            return Rounding.up(
                    (centering.hasRows() ? a : 0) + (centering.hasColumns() ? b : 0) + free);
        }
        int sides = centering == Centering.BOTH ? 2 : centering == Centering.NONE ? 0 : 1;
        return Rounding.up(reach * (sums.imbalance() + sides * error));
    }

    /**
     * What other offsets can save on one side: with e the sums of G plus κa, which vanish at the
     * best offsets, ⟨e, a' − a⟩ + (κ/2)·‖a' − a‖² ≥ −‖e‖²/2κ; and the terms s(1 − s)⟨a, e⟩ by which
     * the dual value of squares at s·G differs.
     */
    private double saving(double[] sums, double[] offsets, double error) {
        double square = 0;
        double size = 0;
        for (int i = 0; i < sums.length; i++) {
            double e = penalty.weight() * offsets[i] - sums[i];
            square += e * e;
            size += offsets[i] * offsets[i];
        }
        double norm = Math.sqrt(square) + error;
        return norm * (Math.sqrt(size) + norm / (2 * penalty.weight()));
    }

    private static double squares(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number * number;
        }
        return sum;
    }
}
