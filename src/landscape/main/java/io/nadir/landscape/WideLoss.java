package io.nadir.landscape;

import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;

import java.util.Objects;

/**
 * A loss l(x, y) = Σ l(x_i, y_i) over outputs, convex in x and not necessarily smooth (NSLM,
 * section 2.1 and equation 4). Every {@link Loss} of entries is one.
 *
 * <p>The only assumption of the theorems is convexity; {@link WidePath#check} finds out where it
 * fails. Implementations are immutable and thread-safe.
 */
public interface WideLoss {
    /** Name in reports, as the command line takes it. */
    String name();

    /** l(x, y) for data y, with a relative error of at most 2^−50. */
    double value(double y, double x);

    /** A subgradient in x: for {@link WideTraining} alone, no path needs it. */
    double slope(double y, double x);

    /**
     * Throws unless the loss is defined for a datum, which is finite.
     *
     * @throws IllegalArgumentException naming its value and what is allowed
     */
    default void requireDefined(double y) {
        // Most losses are defined for all numbers.
    }

    /** ½(x − y)². */
    static WideLoss squared() {
        return of(new SquaredLoss());
    }

    /** |x − y|. */
    static WideLoss absolute() {
        return new WideLosses.Absolute();
    }

    /** log(1 + exp(−y·x)) for y = ±1: defined for every x, which NSLM's form of it is not. */
    static WideLoss logistic() {
        return of(new LogisticLoss());
    }

    /** max(0, 1 − y·x) for y = ±1. */
    static WideLoss hinge() {
        return new WideLosses.Hinge();
    }

    /** A loss of the solver, which is differentiable. */
    static WideLoss of(Loss loss) {
        Objects.requireNonNull(loss, "loss");

        return new WideLosses.Smooth(loss);
    }
}
