package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.ConvexLoss;
import io.nadir.model.ModelData.FactorShape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The map Φ_r(W) = Σ_i φ(W_i) of a model, together with its data and a loss. They are combined
 * because only the map knows how to evaluate them in one pass over the data. Descent methods that
 * fit every model use nothing else of a model.
 *
 * <p>A map of your own is made by a {@link ModelData} and belongs to a {@link ModelFamily}. Not
 * thread-safe; {@link #close} it after use.
 */
public interface FactorizationMap extends AutoCloseable {
    /** Returns the data. */
    ModelData data();

    /** Returns the number of rows of each block of W. */
    default List<Integer> dimensions() {
        return data().factorShapes().stream().map(FactorShape::rows).toList();
    }

    /** Returns the degree p of positive homogeneity, φ(αw) = α^p·φ(w) for α ≥ 0. */
    int degree();

    /**
     * Returns the degree of φ in each block while the other blocks stay fixed, which is 1 for most
     * maps; null if φ is homogeneous only in all blocks together.
     */
    default @Nullable List<Double> blockDegrees() {
        return Collections.nCopies(dimensions().size(), 1.0);
    }

    /** Returns the loss. */
    ConvexLoss loss();

    /** Returns whether Φ(W) ≥ 0 for all W ≥ 0, as some losses require; false by default. */
    default boolean preservesSigns() {
        return false;
    }

    /** Returns a Lipschitz constant L of ∇ℓ with respect to X, weights of entries included. */
    double curvature();

    /**
     * Returns the approximate share of ‖φ(w)‖² that the loss sees: the share of entries that carry
     * a loss, or 1 if it is unknown.
     */
    default double density() {
        return 1;
    }

    /**
     * Returns ℓ(Y, 0), the objective at rank 0. The default makes a pass over the data in each
     * call.
     */
    default double valueAtZero() {
        return evaluate(Factors.empty(dimensions()), Factors.empty(dimensions()));
    }

    /**
     * Returns the number relative to which rounding errors of ℓ are measured where the outputs of
     * columns do not cancel each other; by default ℓ(Y, 0).
     */
    default double scaleOfRounding() {
        return valueAtZero();
    }

    /**
     * Computes ℓ(Y, Φ(W)) and its gradient with respect to every block, in one pass over the data.
     *
     * @param w the point; not modified
     * @param gradient receives the gradient, and the rank of {@code w}; must be another object
     * @return ℓ(Y, Φ(W))
     * @throws io.nadir.array.WorkInterruptedException if the thread is interrupted or the time of
     *     {@link #cancelAfter} has passed
     */
    double evaluate(Factors w, Factors gradient);

    /**
     * Returns about how many floating-point operations {@link #evaluate} takes, by which work is
     * counted, see {@link RelaxationBudget}. By default 6 for each observed entry and column.
     */
    default double operations(int rank) {
        return 6.0 * data().observed() * Math.max(1, rank);
    }

    /**
     * Returns whether {@link #lipschitz} holds everywhere. If not, as for networks with kinks, it
     * is only the starting value in the search for a step length.
     */
    default boolean hasLipschitz() {
        return true;
    }

    /**
     * Returns a Lipschitz constant of the gradient in block k while the other blocks stay fixed.
     */
    double lipschitz(Factors w, int k);

    /**
     * Computes for each column of block k such a constant while all other columns stay fixed too,
     * for maps without {@link #blockGram}. By default, that of the block.
     *
     * @param constants receives them; as many elements as columns
     */
    default void columnLipschitz(Factors w, int k, double[] constants) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(constants, "constants");

        Arrays.fill(constants, lipschitz(w, k));
    }

    /**
     * Returns the r×r Gram matrix B of φ in block k while the other blocks stay fixed, for which
     * ‖Φ(W)‖² = ⟨block k·B, block k⟩; null, which is the default, if φ is not linear in block k or
     * the matrix is not known.
     */
    default @Nullable Panel blockGram(Factors w, int k) {
        Objects.requireNonNull(w, "w");

        return null;
    }

    /**
     * Returns the outputs φ(W_i) as far as the loss sees them. Row i represents φ(W_i), in
     * coordinates that are the same for all i and preserve inner products.
     *
     * @return a new panel with one row for each column of {@code w}
     * @throws IllegalArgumentException if the outputs exceed the largest Java array
     */
    Panel units(Factors w);

    /**
     * Returns the outputs φ(W_i) in coordinates in which their inner products are those of the
     * second derivative of ℓ at Φ(W). Row i has φ(W_i) with each entry of positive weight
     * multiplied by the square root of weight·∂²ℓ/∂x², or of {@code floor}·{@link #curvature} if
     * that is larger. Null, the default, if this is not available, or if {@link #units} and {@link
     * #curvature} give the same information. Costs one pass, and one element for each column and
     * entry.
     *
     * @param floor at least 0
     * @throws IllegalArgumentException if the outputs exceed the largest Java array
     */
    default @Nullable Panel bentUnits(Factors w, double floor) {
        Objects.requireNonNull(w, "w");

        return null;
    }

    /**
     * Returns −ℓ*(s·G), the Fenchel dual value of the scaled gradient G = ∇ℓ(Y, Φ(W)), in one pass;
     * −∞ if s·G is outside the domain of ℓ*.
     */
    double dualValue(Factors w, double s);

    /**
     * Sets a time limit: passes that run later than {@code nanos} nanoseconds from now are
     * cancelled, as if by an interruption.
     *
     * <p>The default does nothing. A time limit then ends a solve after the step or the certificate
     * during which it passes.
     */
    default void cancelAfter(long nanos) {
        // The solver checks the time between steps.
    }

    /**
     * Checks for cancellation; to be called by long work inside and outside the passes. The default
     * checks only whether the thread was interrupted.
     *
     * @throws WorkInterruptedException if the thread was interrupted or the time limit has passed
     */
    default void checkCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkInterruptedException();
        }
    }

    /**
     * Throws as {@link ModelData#requireUnchanged} of the data, which the default calls; a map may
     * share the work among its threads. Is done even if the thread was interrupted or the time has
     * passed.
     *
     * @throws IllegalStateException if the data were changed
     */
    default void requireUnchanged() {
        data().requireUnchanged();
    }

    /**
     * Ends the threads that the map has created. An executor of the caller is not affected. The
     * default has no threads to end.
     */
    @Override
    default void close() {
        // No threads to end.
    }
}
