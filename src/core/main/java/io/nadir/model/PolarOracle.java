package io.nadir.model;

import org.jspecify.annotations.Nullable;

/** The polar at one point: bounds, and the columns that a refuted point lacks. */
public interface PolarOracle {
    /** The point's value, with which bounds become gaps. */
    PointValue point();

    /**
     * lower ≤ Ω°(Z) ≤ upper.
     *
     * @param enough stop as soon as upper is at most this; if it cannot be, stop when that is clear
     * @param delta probability with which upper may fail
     */
    PolarBounds bounds(double enough, double delta);

    /**
     * What is known after {@link #bounds} was interrupted, without another look at the data.
     *
     * @param delta what {@link #bounds} was given
     */
    PolarBounds boundsSoFar(double delta);

    /** Whether {@link #gapToNearbyDual} applies to the model. */
    default boolean hasNearbyDual() {
        return false;
    }

    /**
     * {@link #bounds} by the first few steps alone; nothing is lost if {@link #bounds} goes on from
     * there.
     */
    default PolarBounds quickBounds(double enough, double delta) {
        return bounds(enough, delta);
    }

    /**
     * An upper bound on f(W) − f* from a dual point that is not the scaled gradient at W; after
     * {@link #quickBounds}.
     *
     * @param target the gap wanted; infinite is returned if it is clear that it cannot be had
     * @param delta probability with which the bound may fail
     */
    default double gapToNearbyDual(double target, double delta) {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Bound on the rounding error of a dual value of that size computed by the map at this point.
     */
    double dualError(double dualValue);

    /**
     * Whether the lower bound exceeds 1, and the {@code enough} of {@link #bounds}, by more than
     * rounding can explain.
     */
    boolean isRefuted();

    /** The polar from below, iterated until it has converged. */
    double estimate();

    /**
     * Columns whose append lowers the objective.
     *
     * @param tolerance relative residual at which a column has converged
     * @param negligible a column whose append would lower f by less need not have converged
     * @param share the same for one whose append would lower f by less than this share of what the
     *     best would
     */
    Witnesses witnesses(double tolerance, double negligible, double share);

    /**
     * Why {@link #prove} does not apply to the model; null where it does. By default, it does not.
     */
    default @Nullable String noProof() {
        return "no proof is known for this model";
    }

    /** What {@link #prove} allocates at least; asked where {@link #noProof} is null. */
    default ProofMemory proofMemory() {
        return ProofMemory.NONE;
    }

    /**
     * Tries to prove a gap of at most {@code target}, every rounding error included; after {@link
     * #bounds}.
     *
     * @throws UnsupportedOperationException unless {@link #noProof} is null
     */
    default Proof prove(double target) {
        throw new UnsupportedOperationException(noProof());
    }

    /**
     * Whether the bounds may differ however much work goes into them: the polar is a hard one. By
     * default it is not.
     */
    default boolean mayStayOpen() {
        return false;
    }

    /** Passes over the data so far. */
    int passes();

    /** Steps of a Krylov iteration so far; 0, the default, if there is none. */
    default int krylovSteps() {
        return 0;
    }
}
