package io.nadir.model;

import io.nadir.loss.ConvexLoss;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * The data of a model together with what the model maps factors to: bound to a loss it is a {@link
 * FactorizationMap}. A new model is one such class, the map that it binds to, and the oracle of its
 * polar.
 *
 * <p>Implementations are thread-safe, and immutable as long as nobody changes an array that they
 * share with the caller; those that share one notice a change, see {@link #requireUnchanged}.
 */
public interface ModelData {
    /** The blocks of the factors that fit these data. */
    List<FactorShape> factorShapes();

    /**
     * What factors of these data are without the data.
     *
     * @param factors shared, not copied
     */
    TrainedModel trained(Factors factors);

    /** Name of the kind of model, as reports and the command line have it. */
    default String kind() {
        return trained(Factors.empty(factorShapes().stream().map(FactorShape::rows).toList()))
                .kind();
    }

    /**
     * The regularizer that this model has unless another one is named: one of the degree of its
     * map.
     *
     * @throws UnsupportedOperationException if there is none
     */
    default Regularizer defaultRegularizer() {
        throw new UnsupportedOperationException(
                "a " + kind() + " model has no regularizer of its own: name one");
    }

    /**
     * A regularizer that is made for these data alone, by its name; null if there is none of that
     * name.
     */
    default @Nullable Regularizer regularizer(String name) {
        return null;
    }

    /** The samples of a network; null for models that are none. */
    default @Nullable Samples samples() {
        return null;
    }

    /** Whether every entry of Y is known and {@link #entry} tells it. */
    default boolean isComplete() {
        return false;
    }

    /**
     * An entry of Y.
     *
     * @param indices of each mode, 0-based
     * @throws IndexOutOfBoundsException if there is no such entry
     * @throws UnsupportedOperationException unless {@link #isComplete}
     */
    default double entry(int... indices) {
        throw new UnsupportedOperationException("Y is not known entry by entry");
    }

    /**
     * The outliers in Y that a robust loss leaves out of X, most of them 0, in the layout of Y;
     * null if the loss does not single them out, or not for such data.
     *
     * @param factors of X
     */
    default double @Nullable [] sparsePart(ConvexLoss loss, Factors factors) {
        return null;
    }

    /**
     * Divides the known entries at random, to train with one part and score with the other.
     *
     * @param fraction of the entries that go into the second part, between 0 and 1
     * @return two parts of the same shape, neither of which knows the other's entries
     * @throws IllegalArgumentException if a part would have no entry
     * @throws UnsupportedOperationException if such data cannot be divided
     */
    default List<? extends ModelData> split(double fraction, long seed) {
        throw new UnsupportedOperationException("a " + kind() + " of such data is not divided");
    }

    /** Largest magnitude of a known entry of Y. */
    double maxAbs();

    /** Square root of the sum of squares of the known entries of Y. */
    double frobenius();

    /** Entries that carry a loss. */
    long observed();

    /**
     * Throws if an array that these data share with the caller has been changed, at most one pass
     * over the data. {@link #bind} calls it, and the solver and the certifier before they return.
     *
     * @throws IllegalStateException saying what was changed, and what to use instead
     */
    default void requireUnchanged() {}

    /**
     * A hash of shape, entries and weights: it tells data apart, and is mixed into the random
     * starts of certificates, so that data cannot be made to suit a start but by solving for a
     * fixed point of the hash. One pass.
     */
    long fingerprint();

    /** These data with every entry of Y multiplied by 2 to the {@code exponent}. */
    ModelData timesPowerOfTwo(int exponent);

    /**
     * The largest weight of the loss of an entry, 1 where entries have no weights: λ and the
     * objective are relative to it.
     */
    default double largestWeight() {
        return 1;
    }

    /**
     * These data with the weight of every entry multiplied by 2 to the {@code exponent}, which
     * multiplies the loss by as much and rounds nothing. Weights are copied, Y is shared.
     *
     * @throws IllegalArgumentException if the data have no weights and {@code exponent} is not 0,
     *     or a weight other than 0 would be below the normal numbers
     */
    default ModelData weightsTimesPowerOfTwo(int exponent) {
        if (exponent != 0) {
            throw new IllegalArgumentException(
                    "exponent = " + exponent + ", allowed for data without weights is 0");
        }
        return this;
    }

    /**
     * The map of this model with these data and a loss.
     *
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that the map's {@code close}
     *     ends
     * @throws IllegalArgumentException if the loss is not defined for an entry, or the kind of data
     *     does not go with it
     * @throws IllegalStateException as {@link #requireUnchanged}
     */
    FactorizationMap bind(ConvexLoss loss, int threads, @Nullable Executor executor);
}
