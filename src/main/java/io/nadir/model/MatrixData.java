package io.nadir.model;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * The data Y (m×n) of a matrix model, with what is known of each entry. A new kind of data is one
 * class, and the map that it binds to.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface MatrixData {
    /** Number of rows m. */
    int rows();

    /** Number of columns n. */
    int columns();

    /** Largest magnitude of a known entry. */
    double maxAbs();

    /** Square root of the sum of squares of the known entries. */
    double frobenius();

    /** Entries that carry a loss. */
    long observed();

    /** A hash of shape, entries and weights, to tell data apart. One pass. */
    long fingerprint();

    /** These data with every entry multiplied by 2 to the {@code exponent}. */
    MatrixData timesPowerOfTwo(int exponent);

    /**
     * The map φ(u, v) = u·vᵀ with these data and a loss.
     *
     * @param threads at least 1, the calling thread included
     * @param executor where the others run; null for daemon threads that the map's {@code close}
     *     ends
     * @throws IllegalArgumentException if the loss is not defined for an entry, or the kind of data
     *     does not go with it
     */
    MatrixMap bind(Loss loss, int threads, @Nullable Executor executor);
}
