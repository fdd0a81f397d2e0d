package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.array.WorkInterruptedException;
import io.nadir.loss.ConvexLoss;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;

/**
 * The map Φ_r(W) = Σ_i φ(W_i) together with data and loss, because only the map knows how to fuse
 * them: evaluating a point is one pass over the data. Descent sees nothing else of a model.
 */
public interface FactorizationMap extends AutoCloseable {
    /** The data. */
    ModelData data();

    /** Rows of each block of W. */
    default List<Integer> dimensions() {
        return data().factorShapes().stream().map(FactorShape::rows).toList();
    }

    /** Degree of homogeneity of φ. */
    int degree();

    /**
     * Degree of φ in each block while the others stay; null if φ is homogeneous in all blocks
     * together only. 1 for most maps.
     */
    default @Nullable List<Double> blockDegrees() {
        return Collections.nCopies(dimensions().size(), 1.0);
    }

    /** The loss. */
    ConvexLoss loss();

    /** A Lipschitz constant of ∇ℓ with respect to X, weights of entries included. */
    double curvature();

    /**
     * About how much of a column's square ‖φ(w)‖² the loss sees where entries are spread out: the
     * share of entries that carry a loss; 1 where nothing is known of it.
     */
    default double density() {
        return 1;
    }

    /** ℓ(Y, 0), the objective at rank 0; one pass, unless an implementation remembers it. */
    default double valueAtZero() {
        return evaluate(Factors.empty(dimensions()), Factors.empty(dimensions()));
    }

    /**
     * ℓ(Y, Φ(W)), and in {@code gradient} ∇ℓ with respect to every block of W, in one pass.
     *
     * @param gradient gets the rank of {@code w}; distinct from it
     */
    double evaluate(Factors w, Factors gradient);

    /**
     * Whether {@link #lipschitz} holds everywhere. Where it does not, as for networks with kinks,
     * it only says where to begin the search for a step length.
     */
    default boolean hasLipschitz() {
        return true;
    }

    /** A Lipschitz constant of block k of the gradient while the other blocks stay. */
    double lipschitz(Factors w, int k);

    /**
     * The r×r Gram matrix B of φ in block k alone, while the other blocks stay: ‖Φ(W)‖² = ⟨block
     * k·B, block k⟩. Null, the default, where φ has no such form or nobody computes it.
     */
    default @Nullable Panel blockGram(Factors w, int k) {
        return null;
    }

    /**
     * The outputs φ(W_i) as far as the loss sees them: row i has φ(W_i), for all i in the same
     * coordinates, in which inner products are those of the φ(W_i).
     *
     * @throws IllegalArgumentException if they exceed the largest array
     */
    Panel units(Factors w);

    /**
     * The outputs φ(W_i) in coordinates in which their inner products are those of the second
     * derivative of ℓ at Φ(W): row i has φ(W_i) with each entry that has a weight above 0 times the
     * root of weight · ∂²ℓ/∂x², or of {@code floor} · {@link #curvature} where this is more. Null,
     * the default, where it is not known, and where {@link #units} and {@link #curvature} tell as
     * much. One pass, and an element for each column and entry.
     *
     * @param floor 0 or more
     * @throws IllegalArgumentException if they exceed the largest array
     */
    default @Nullable Panel bentUnits(Factors w, double floor) {
        return null;
    }

    /**
     * −ℓ*(sG), the Fenchel dual value of the scaled gradient G = ∇ℓ(Y, Φ(W)), in one pass; −∞ where
     * sG is not in the domain.
     */
    double dualValue(Factors w, double s);

    /**
     * From now on passes are cancelled, as by an interruption, once {@code nanos} have passed.
     *
     * <p>The default does nothing: a time limit then ends a solve after the step or the certificate
     * during which it passes.
     */
    default void cancelAfter(long nanos) {
        // The solver looks at the clock between steps.
    }

    /**
     * For long work, within the passes and outside of them. The default looks at the interrupt flag
     * of the thread alone.
     *
     * @throws WorkInterruptedException if the thread was interrupted or the time has passed
     */
    default void checkCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkInterruptedException();
        }
    }

    /** Ends threads of its own; a caller's executor is left alone. The default has none to end. */
    @Override
    default void close() {
        // Nothing to end.
    }
}
