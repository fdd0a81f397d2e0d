package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.certify.bound.LargestEigenvalue;
import io.nadir.certify.relaxation.Relaxation;

/** A relaxation for one pair of ratios, whose multipliers give bounds for all of them. */
interface RatioRelaxation extends Relaxation {
    /** The goal for kᵀCk that makes the polar at the two ratios at most {@code polar}. */
    double goal(double polar);

    /** The polar for a value of kᵀCk at the two ratios. */
    double polar(double value);

    /**
     * The bound of a multiplier, every rounding error included.
     *
     * @param t a multiplier of finite {@link #cost}
     * @param estimate of λ_max(C + 𝒜*(t)), to steer the factorization
     */
    RatioLine line(double[] t, double estimate, Scratch scratch, Runnable checkpoint);

    /** Vectors to climb from: v, or u where v was eliminated, for eigenvectors of K, as columns. */
    Panel starts(Panel directions, int most);

    /** λ_max(A)₊ from above, for A symmetric as stored. */
    static double largest(
            double[] a, int n, double estimate, Scratch scratch, Runnable checkpoint) {
        Panel panel = Panel.wrap(a, n, n, 0);
        return new LargestEigenvalue(panel, scratch, checkpoint).upper(estimate);
    }
}
