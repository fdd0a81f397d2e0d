package io.nadir.model;

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

    /** A hash of shape, entries and weights, to tell data apart. One pass. */
    long fingerprint();

    /** These data with every entry of Y multiplied by 2 to the {@code exponent}. */
    ModelData timesPowerOfTwo(int exponent);

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
