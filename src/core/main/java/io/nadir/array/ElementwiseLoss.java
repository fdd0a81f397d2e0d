package io.nadir.array;

/**
 * A loss Σ ℓ(y, x) that is a sum over entries, in the form that the fused kernels call. They call
 * it on short runs of contiguous entries that lie in the first-level cache, so a plain loop that
 * the compiler can vectorize is as fast as a hand-written kernel.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface ElementwiseLoss {
    /**
     * Replaces x by the derivative of the loss with respect to x, and returns the loss: x[k] ←
     * ∂ℓ/∂x (y[k], x[k]) for the {@code length} entries from {@code yOffset} and {@code xOffset}.
     *
     * @param y the data, only read. This is the array of the data itself, so that an implementation
     *     can find what belongs to a datum by its index
     * @param yOffset the index of the first datum
     * @param x the outputs, overwritten by the derivatives; another array than {@code y}
     * @param xOffset the index of the first output
     * @param length the number of entries
     * @return Σ ℓ(y[k], x[k]) over these entries, at the values that x had on entry
     */
    double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length);

    /**
     * Returns whether the loss of every entry is ½(x − y)² and {@link #gradientInPlace} has no
     * other effect. Kernels may then compute x − y themselves.
     */
    default boolean isSquared() {
        return false;
    }
}
