package io.nadir.model;

import java.util.Objects;
import java.util.function.DoublePredicate;

/**
 * The work that relaxations of the polar may still take, see {@link PolarOracle#tighten}: a number
 * of floating-point operations. They are counted and not timed, so that results depend neither on
 * the machine nor on its load. Not thread-safe.
 */
public final class RelaxationBudget {
    private final DoublePredicate goesOn;
    private double left;
    private double spent;

    /**
     * Creates a budget.
     *
     * @param operations the number of floating-point operations, at least 0; may be infinite
     * @param goesOn told of each better upper bound of the polar; if it returns false, the rest of
     *     the budget is void
     * @throws IllegalArgumentException if {@code operations} is negative or NaN
     */
    public RelaxationBudget(double operations, DoublePredicate goesOn) {
        Objects.requireNonNull(goesOn, "goesOn");

        if (!(operations >= 0)) {
            throw new IllegalArgumentException(
                    "operations = " + operations + ", allowed are numbers of at least 0");
        }
        this.left = operations;
        this.goesOn = goesOn;
    }

    /** Returns the number of operations that are left; 0 if the budget is spent. */
    public double left() {
        return left;
    }

    /** Returns whether nothing is left. */
    public boolean isSpent() {
        return left == 0;
    }

    /** Returns the number of operations that have been spent. */
    public double spent() {
        return spent;
    }

    /** Takes {@code operations} from what is left, or all of it if that is less. */
    public void spend(double operations) {
        spent += operations;
        left = Math.max(0, left - operations);
    }

    /** Reports a better upper bound of the polar. */
    public void improved(double upper) {
        if (!goesOn.test(upper)) {
            left = 0;
        }
    }
}
