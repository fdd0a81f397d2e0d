package io.nadir.matrix.polar;

import io.nadir.model.PointValue;

/**
 * The dual value by the loss's own function, entry by entry, one pass for each s.
 *
 * @param point value and pairing of the model: D(0) = 0, and D(1) = ℓ + λ⟨Z, X⟩ with slope λ⟨Z, X⟩
 */
record EntryDual(EntrySums sums, PointValue point) implements DualBound {
    @Override
    public double at(double s) {
        return sums.dualDown(s);
    }

    @Override
    public double slope() {
        return 2 * point.value() + point.pairing();
    }

    @Override
    public double curvature() {
        return 2 * point.value();
    }

    /** 1: the scaled derivatives are in the domain up to there. */
    @Override
    public double largestScale() {
        return 1;
    }
}
