package io.nadir.landscape;

import io.nadir.loss.LogisticLoss;
import io.nadir.loss.Loss;
import io.nadir.loss.SquaredLoss;

import java.util.Objects;

/**
 * A loss l(x, y) = Σ l(x_i, y_i) that is a sum over outputs, convex in x and not necessarily smooth
 * (Lederer 2020, see {@link WideActivation}, section 2.1 and equation 4). Every {@link Loss} is
 * one.
 *
 * <p>Convexity is the only assumption of the theorems; {@link WidePath#check} finds out if it is
 * violated. Implementations are immutable and thread-safe.
 */
public interface WideLoss {
    /** Returns the name for reports, which is also the name on the command line. */
    String name();

    /** Returns l(x, y) for a datum y with a relative error of at most 2^−50. */
    double value(double y, double x);

    /**
     * Returns a subgradient with respect to x. Used by {@link WideTraining} only; paths do not need
     * it.
     */
    double slope(double y, double x);

    /**
     * Throws unless the loss is defined for a datum, which is finite.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    default void requireDefined(double y) {
        // Most losses are defined for all numbers.
    }

    /** Returns the squared loss ½(x − y)². */
    static WideLoss squared() {
        return of(new SquaredLoss());
    }

    /** Returns the absolute loss |x − y|. */
    static WideLoss absolute() {
        return new WideLosses.Absolute();
    }

    /**
     * Returns the logistic loss log(1 + exp(−y·x)) for y = ±1. Unlike the form in Lederer 2020, it
     * is defined for every x.
     */
    static WideLoss logistic() {
        return of(new LogisticLoss());
    }

    /** Returns the hinge loss max(0, 1 − y·x) for y = ±1. */
    static WideLoss hinge() {
        return new WideLosses.Hinge();
    }

    /** Returns a (differentiable) loss of the solver. */
    static WideLoss of(Loss loss) {
        Objects.requireNonNull(loss, "loss");

        return new WideLosses.Smooth(loss);
    }
}
