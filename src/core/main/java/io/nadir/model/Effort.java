package io.nadir.model;

/**
 * How much work goes into a certificate whose polar is hard to solve: all models but those under
 * the nuclear norm. If the cheap bounds of the polar neither confirm nor refute a first-order
 * point, a semidefinite relaxation of the polar can. It finds smaller upper bounds, and columns
 * that local search misses, but costs more than everything before it.
 *
 * <p>The work is counted in floating-point operations, of which 2·10⁹ count as a second, so that
 * results depend neither on the machine nor on its load.
 */
public enum Effort {
    /** No relaxations. */
    LOW,
    /** Relaxations for ten seconds, or twice the work of the solve if that is more. */
    NORMAL,
    /**
     * Relaxations until the gap is as requested, or no relaxation can make it so, or the time limit
     * ends the solve.
     */
    HIGH;

    private static final double TEN_SECONDS = 2e10;

    /**
     * Returns the number of floating-point operations that relaxations may take.
     *
     * @param work the number of operations of the solve without them
     */
    public double operations(double work) {
        return switch (this) {
            case LOW -> 0;
            case NORMAL -> Math.max(TEN_SECONDS, 2 * work);
            case HIGH -> Double.POSITIVE_INFINITY;
        };
    }
}
