package io.nadir.loss;

/**
 * A loss ℓ(Y, X) that is a sum over samples, the rows of Y and X, of a convex function of one row.
 * It couples the outputs of a sample, as losses for several classes do.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one class.
 */
public interface SampleLoss extends ConvexLoss {
    /**
     * Replaces a row of X by the gradient of the loss with respect to it.
     *
     * @param y the row of Y, from index {@code yOffset}; only read
     * @param x the row of X, from index {@code xOffset}; overwritten
     * @param outputs the number of elements of a row
     * @return the loss of the row, at least 0
     */
    double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int outputs);

    /**
     * Returns −ℓ*(y, g) = inf over x of ℓ(y, x) − ⟨g, x⟩ for one row, or −∞ if ℓ* is infinite. It
     * must be finite at g = s·gradient, as computed, for 0 ≤ s ≤ 1.
     */
    double dualValue(double[] y, int yOffset, double[] g, int gOffset, int outputs);

    /**
     * Throws unless the loss is defined for a row of Y, whose elements are finite.
     *
     * @throws IllegalArgumentException naming what the row contains and what is allowed
     */
    void requireDefined(double[] y, int offset, int outputs);
}
