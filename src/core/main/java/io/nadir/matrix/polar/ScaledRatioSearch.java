package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.model.RelaxationBudget;

import java.util.function.ToDoubleFunction;

/**
 * A {@link RatioSearch} for a matrix of any scale, which is brought near 1 by a power of two.
 *
 * @param search for the matrix that was scaled
 * @param exponent of the power of two that it was divided by
 */
record ScaledRatioSearch(RatioSearch search, int exponent) {
    /** R, or its transpose, divided by 2^{@code exponent}; without padding. */
    static Panel scaled(Panel r, boolean turned, int exponent) {
        int m = turned ? r.columns() : r.rows();
        int n = turned ? r.rows() : r.columns();
        Panel z = Panel.wrap(new double[m * n], m, n, 0);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                z.data()[i * n + j] = Math.scalb(turned ? r.get(j, i) : r.get(i, j), -exponent);
            }
        }
        return z;
    }

    /** The polar of R from above, every rounding error included. */
    double bound() {
        return Rounding.up(Math.scalb(search.bound(), exponent));
    }

    /**
     * Improves the bound.
     *
     * @param target the bound that is sufficient
     * @param lower what the polar is at least
     * @param climb from vectors as columns; returns the polar from below
     * @param improved hears of better bounds
     */
    void run(
            double target,
            double lower,
            RelaxationBudget budget,
            ToDoubleFunction<Panel> climb,
            Runnable improved) {
        search.run(
                Math.scalb(target, -exponent),
                Math.scalb(lower, -exponent),
                budget,
                new RatioSearch.Listener() {
                    @Override
                    public double climb(Panel starts) {
                        return Math.scalb(climb.applyAsDouble(starts), -exponent);
                    }

                    @Override
                    public void improved(double bound) {
                        improved.run();
                    }
                });
    }
}
