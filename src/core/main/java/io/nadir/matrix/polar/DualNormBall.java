package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

/**
 * The balls of the dual norm of g = a‖·‖₂ + b‖·‖₁, which is found by iteration where neither a nor
 * b is 0: g°(z) ≤ t if and only if ‖(|z| − bt)₊‖₂ ≤ at, an inequality that can be checked.
 *
 * @param norm g
 */
record DualNormBall(BlockPenalty norm) {
    /** Root of the smallest normal number: squares below its square may underflow. */
    private static final double UNDERFLOW = 0x1p-511;

    /**
     * Whether g°(z) ≤ t for certain, every rounding error included. It may be false where g°(z) is
     * below t by a relative difference of a few times the length in units of rounding, or t below
     * about 2^−500 times the root of the length.
     */
    boolean contains(double[] z, double t) {
        // At most bt, so that nothing beyond bt is left out.
        double threshold = Math.max(0, Rounding.down(norm.one() * t));
        double squares = 0;
        double largest = 0;
        for (double element : z) {
            double excess = Math.max(0, Math.abs(element) - threshold);
            squares += excess * excess;
            largest = Math.max(largest, excess);
        }
        if (largest == 0) {
            return true;
        }
        double rounding = 1 + Rounding.gamma(z.length + 4.0);
        double excess = Math.sqrt(squares) * rounding + UNDERFLOW * Math.sqrt(z.length);
        return Rounding.up(excess) <= Rounding.down(norm.euclidean() * t);
    }
}
