package io.nadir.array;

/**
 * A loss that is a sum over entries, Σ ℓ(y, x), in the form that the fused kernels call: on runs of
 * contiguous entries that are in the first-level cache, so that a plain loop which the compiler
 * vectorises is as good as a hand-written kernel.
 */
@FunctionalInterface
public interface ElementwiseLoss {
    /**
     * Replaces x by the derivative of the loss in x, and returns the loss before.
     *
     * <p>x[k] ← ∂ℓ/∂x (y[k], x[k]) for the {@code length} entries from {@code yOffset} and {@code
     * xOffset}. {@code y} is only read, and is the array of the caller's data, so that what belongs
     * to a datum can be found by its index; the two arrays are distinct.
     *
     * @return Σ ℓ(y[k], x[k]) over these entries, at the values that x had on entry
     */
    double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int length);

    /**
     * Whether this is ½(x − y)² for every entry, with nothing else in {@link #gradientInPlace}.
     * Kernels may then form x − y without calling it.
     */
    default boolean isSquared() {
        return false;
    }
}
