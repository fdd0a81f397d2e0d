package io.nadir.model;

import io.nadir.array.Panel;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Solves the polar problem at one point: bounds of Ω°(Z) = max { ⟨Z, φ(w)⟩ : θ(w) ≤ 1 } at Z =
 * −∇ℓ(Y, X)/λ, and the columns by which a point that is not optimal can be improved (Haeffele &amp;
 * Vidal 2017, section 6).
 *
 * <p>A family of models implements it, see {@link ModelFamily#polar}. An instance serves one point;
 * later calls may use what earlier ones have computed. Not thread-safe. Every method that passes
 * over the data throws {@link io.nadir.array.WorkInterruptedException} if the thread is
 * interrupted.
 */
public interface PolarOracle {
    /** Returns the value of the point, which turns bounds of the polar into gaps. */
    PointValue point();

    /**
     * Tells that {@link #tighten} will follow if {@link #bounds} stay open, so that these may leave
     * to it what it does with less work. To be called before them. By default it changes nothing.
     */
    default void expectTightening() {}

    /**
     * Tells that the point is likely to be optimal, so that {@link #proveAtOnce} may be tried on
     * less evidence. To be called before it. By default it changes nothing.
     */
    default void expectProof() {}

    /**
     * Computes bounds lower ≤ Ω°(Z) ≤ upper.
     *
     * @param enough the upper bound that is sufficient: stop as soon as it is reached, or as soon
     *     as it is clear that it cannot be; see {@link #refutedBounds}
     * @param delta the probability with which the upper bound may fail
     */
    PolarBounds bounds(double enough, double delta);

    /**
     * Returns the bounds that are known after {@link #bounds} was interrupted, without another pass
     * over the data.
     *
     * @param delta the value passed to {@link #bounds}
     */
    PolarBounds boundsSoFar(double delta);

    /**
     * Looks first along the columns of a point near which the polar is attained, such as a solution
     * for another λ. All bounds hold whatever these columns are. To be called before any bounds are
     * asked for; one pass.
     *
     * @param near factors of the same shape
     * @return whether that is possible; by default it is not, and nothing is done
     */
    default boolean lookAlong(Factors near) {
        Objects.requireNonNull(near, "near");

        return false;
    }

    /** Returns whether {@link #gapToNearbyDual} applies to the model. */
    default boolean hasNearbyDual() {
        return false;
    }

    /**
     * Computes bounds with the first few steps of {@link #bounds} only. A later call of {@link
     * #bounds} continues from there.
     */
    default PolarBounds quickBounds(double enough, double delta) {
        return bounds(enough, delta);
    }

    /**
     * Computes bounds at a small cost, which may be further apart than those of {@link #bounds}. By
     * default they are those of {@link #bounds}.
     *
     * @param enough the upper bound that is sufficient
     * @param delta the probability with which the upper bound may fail
     */
    default PolarBounds cheapBounds(double enough, double delta) {
        return bounds(enough, delta);
    }

    /**
     * Returns an upper bound of f(W) − f* from a dual point other than the scaled gradient at W. To
     * be called after {@link #quickBounds}.
     *
     * @param target the requested gap; the result may be infinite if it is clear that it cannot be
     *     reached
     * @param delta the probability with which the bound may fail
     */
    default double gapToNearbyDual(double target, double delta) {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Returns an upper bound of f(W) − f*, every rounding error included, from the gradient with
     * the part that exceeds λ taken away. To be called after {@link #quickBounds}. Infinite, the
     * default, if no such bound is known, or the target is clearly out of reach.
     *
     * @param target the requested gap
     */
    default double gapToClippedDual(double target) {
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Returns a bound of the rounding error of a dual value of this size that the map computes at
     * this point.
     */
    double dualError(double dualValue);

    /**
     * Returns whether the lower bound exceeds 1, and the {@code enough} of {@link #bounds}, by more
     * than its rounding error.
     */
    boolean isRefuted();

    /**
     * Returns the floating-point operations that {@link #refutedBounds} takes at a refuted point; 0
     * if it knows nothing better than {@link #bounds}. By default 0.
     */
    default double refutedCost() {
        return 0;
    }

    /**
     * Returns better bounds of a {@linkplain #isRefuted refuted} point. {@link #bounds} leaves
     * there whatever takes work to this method, because columns can be appended without it. To be
     * called after {@link #bounds}.
     *
     * @param delta the value passed to {@link #bounds}
     */
    default PolarBounds refutedBounds(double delta) {
        return boundsSoFar(delta);
    }

    /** Returns a lower bound of the polar, iterated until it has converged. */
    double estimate();

    /**
     * Returns columns whose append lowers the objective.
     *
     * @param tolerance the relative residual at which a column counts as converged
     * @param negligible columns whose append would lower f by less than this need not converge
     * @param share columns whose append would lower f by less than this share of what the best one
     *     achieves need not converge
     */
    Witnesses witnesses(double tolerance, double negligible, double share);

    /**
     * Returns why {@link #prove} does not apply to the model, as the end of a message; null if it
     * applies. By default it does not.
     */
    default @Nullable String noProof() {
        return "no proof is known for this model";
    }

    /**
     * Throws if the memory that {@link #prove} needs is certain not to be available. Called only if
     * {@link #noProof} is null. By default, memory is not checked.
     *
     * @throws ProofMemoryException naming what is needed and what is available
     */
    default void requireProofMemory() {}

    /**
     * Tries to prove a gap of at most {@code target}, every rounding error included. To be called
     * after {@link #bounds}.
     *
     * @throws UnsupportedOperationException unless {@link #noProof} is null
     */
    default Proof prove(double target) {
        throw new UnsupportedOperationException(noProof());
    }

    /**
     * Tries the same before {@link #bounds}, if that promises to succeed with less work than they
     * take. To be called only if {@link #noProof} is null. What the oracle has learnt serves later
     * calls. By default nothing is tried.
     *
     * @param enough the upper bound of the polar that gives the gap
     * @param delta of {@link #bounds} and {@link #boundsSoFar} later
     * @return what has been proved, perhaps less than {@code target}; null if nothing was tried
     */
    default @Nullable Proof proveAtOnce(double enough, double target, double delta) {
        return null;
    }

    /**
     * Returns whether a difference between the bounds may remain however much work is invested,
     * because the polar is hard to solve. By default false.
     */
    default boolean mayStayOpen() {
        return false;
    }

    /** Returns whether {@link #tighten} applies to the model. By default it does not. */
    default boolean hasRelaxation() {
        return false;
    }

    /**
     * Tightens the bounds by a relaxation of the polar, which costs much more than {@link #bounds}.
     * To be called after {@link #bounds}, if these {@linkplain #mayStayOpen stay open}. Vectors
     * that are found on the way and exceed the lower bound raise it, and are among the {@link
     * #witnesses}. May be called again with another budget; it continues as far as it can.
     *
     * @param enough the upper bound that is sufficient
     * @param delta the value passed to {@link #bounds}
     * @param budget the work that the relaxation may take, and from which it takes it
     * @throws UnsupportedOperationException unless {@link #hasRelaxation}
     */
    default PolarBounds tighten(double enough, double delta, RelaxationBudget budget) {
        Objects.requireNonNull(budget, "budget");

        throw new UnsupportedOperationException("no relaxation is known for this model");
    }

    /** Returns the number of passes over the data so far. */
    int passes();

    /** Returns the number of steps of a Krylov iteration so far; by default 0. */
    default int krylovSteps() {
        return 0;
    }

    /**
     * What has been proved about a point, every rounding error included. An immutable value.
     *
     * @param upper an upper bound of the polar
     * @param gap an upper bound of f(W) − f*
     * @param factorizations the number of Cholesky factorizations made
     */
    record Proof(double upper, double objective, double gap, int factorizations) {}

    /**
     * Columns worth appending to a point: w_i with θ(w_i) = 1 and ⟨Z, φ(w_i)⟩ = values[i], in
     * descending order of the values.
     *
     * <p>Let L be the curvature of the loss. Appending the columns τ_i^{1/p}·w_i with τ_i =
     * λ(values[i] − 1)/(L·spread) lowers f by at least Σ ½λ²(values[i] − 1)²/(L·spread), because
     * ℓ(X + D) ≤ ℓ(X) + ⟨∇ℓ, D⟩ + ½L‖D‖². Under the squared loss it lowers f by exactly that if the
     * φ(w_i) are orthonormal.
     *
     * @param blocks for each block k the columns, d_k×count; not copied
     * @param values the values ⟨Z, φ(w_i)⟩; not copied
     * @param spread the smallest known s with ‖Σ τ_i φ(w_i)‖² ≤ s·Σ τ_i² for all τ ≥ 0; 1 if the
     *     φ(w_i) are orthonormal
     * @param known whether the point already has nearly the same columns, which descent may still
     *     improve
     * @param complete whether the point with all of them, in these lengths, is so close to a
     *     minimum that a certificate may follow without descent
     */
    record Witnesses(
            List<Panel> blocks, double[] values, double spread, boolean known, boolean complete) {
        /** Rejects null. */
        public Witnesses {
            Objects.requireNonNull(blocks, "blocks");
            Objects.requireNonNull(values, "values");
        }

        /** Creates witnesses that differ from the columns of the point. */
        public Witnesses(List<Panel> blocks, double[] values, double spread) {
            this(blocks, values, spread, false, false);
        }

        /** Creates witnesses that descent has to improve. */
        public Witnesses(List<Panel> blocks, double[] values, double spread, boolean known) {
            this(blocks, values, spread, known, false);
        }

        @Override
        public String toString() {
            return "Witnesses of values " + Arrays.toString(values);
        }
    }

    /**
     * Thrown if the matrices of a requested proof do not fit into the heap, before anything has
     * been computed.
     */
    final class ProofMemoryException extends IllegalArgumentException {
        @Serial private static final long serialVersionUID = 1;

        /** Creates an exception with a message that names the memory needed and the memory left. */
        public ProofMemoryException(String message) {
            super(Objects.requireNonNull(message, "message"));
        }
    }
}
