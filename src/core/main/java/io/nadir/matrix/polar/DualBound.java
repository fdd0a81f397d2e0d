package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;

/**
 * Lower bounds of D(s), the Fenchel dual value at s times a gradient, every rounding error
 * included; and a model of it for choosing s.
 */
interface DualBound {
    /**
     * D(s) from below.
     *
     * @param s from 0 to {@link #largestScale}
     */
    double at(double s);

    /** p of the model ps − ½qs² of D. */
    double slope();

    /** q of the model. */
    double curvature();

    /** Where D is defined and rises. */
    double largestScale();

    /**
     * The model itself, where D has that form.
     *
     * @param slope p from below
     * @param curvature q from above, more than 0
     * @param limit largest s for which the form holds
     */
    record Quadratic(double slope, double curvature, double limit) implements DualBound {
        @Override
        public double at(double s) {
            return Rounding.down(Rounding.down(s * slope) - Rounding.up(0.5 * s * s * curvature));
        }

        @Override
        public double largestScale() {
            return Math.min(limit, Math.max(0, slope / curvature));
        }
    }
}
