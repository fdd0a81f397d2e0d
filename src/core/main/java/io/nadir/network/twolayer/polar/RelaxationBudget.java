package io.nadir.network.twolayer.polar;

/**
 * How much may be spent on semidefinite relaxations of a polar.
 *
 * @param work 0 for none
 * @param refuted a lower bound above this ends the search; infinite to go on for the bound
 */
public record RelaxationBudget(long work, double refuted) {
    /** No relaxation. */
    public static final RelaxationBudget NONE = new RelaxationBudget(0, Double.POSITIVE_INFINITY);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public RelaxationBudget {
        if (work < 0) {
            throw new IllegalArgumentException("work = " + work + ", allowed are 0 and more");
        }
        if (!(refuted >= 0)) {
            throw new IllegalArgumentException("refuted = " + refuted + ", allowed are 0 and more");
        }
    }
}
