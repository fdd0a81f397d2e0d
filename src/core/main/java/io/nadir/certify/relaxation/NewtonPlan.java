package io.nadir.certify.relaxation;

/**
 * When Newton steps pay: if they are expected to lead to the goal by what they did last time, and
 * otherwise each time that three times as much work has been done.
 */
final class NewtonPlan {
    /** Looks at the bound before the first ones. */
    private static final int SETTLED_LOOKS = 3;

    /** What they leave of the excess; for large ones it is much, which says nothing of later. */
    private static final double USUAL_CONTRACTION = 0.07;

    /** They do better from time to time, as eigenvalues separate. */
    private static final double IMPROVES = 0.5;

    /** How much work there has to be after the last ones. */
    private static final double LEAST_WORK = 1.15;

    private static final double USUAL_WORK = 3;

    private double contraction = USUAL_CONTRACTION;
    private double last;
    private int looks;

    /**
     * Whether they are due.
     *
     * @param operations so far
     * @param excess of the bound over the value of the relaxation
     * @param allowed what the excess may be; at most 0 if nothing is sufficient
     */
    boolean isDue(double operations, double excess, double allowed) {
        looks++;
        if (looks < SETTLED_LOOKS || !(excess > 0)) {
            last = looks < SETTLED_LOOKS ? operations : last;
            return false;
        }
        boolean leads = excess * contraction <= allowed && operations >= LEAST_WORK * last;
        return leads || operations >= USUAL_WORK * last;
    }

    /** Learns what they did, from one excess to another one. */
    void done(double operations, double before, double after) {
        contraction = Math.min(USUAL_CONTRACTION, IMPROVES * after / before);
        last = operations;
    }
}
