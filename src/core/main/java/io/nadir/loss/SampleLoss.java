package io.nadir.loss;

/**
 * A loss ℓ(Y, X) = Σ over the samples, the rows of Y and X, of a convex function of one row: one
 * that couples the outputs of a sample, as losses for several classes do.
 *
 * <p>Implementations are immutable and thread-safe. A new loss is one new class.
 */
public interface SampleLoss extends ConvexLoss {
    /**
     * Replaces a row of X by the gradient of the loss in it.
     *
     * @param y row of Y from {@code yOffset}, only read
     * @param x row of X from {@code xOffset}
     * @param outputs elements of a row
     * @return the loss of the row, ≥ 0
     */
    double gradientInPlace(double[] y, int yOffset, double[] x, int xOffset, int outputs);

    /**
     * −ℓ*(y, g) = inf over x of ℓ(y, x) − ⟨g, x⟩ for one row; −∞ where ℓ* is infinite. s·gradient
     * is in the domain for 0 ≤ s ≤ 1, as computed.
     */
    double dualValue(double[] y, int yOffset, double[] g, int gOffset, int outputs);

    /**
     * Throws unless the loss is defined for a row of Y, whose elements are finite.
     *
     * @throws IllegalArgumentException saying what the row has and what is allowed
     */
    void requireDefined(double[] y, int offset, int outputs);
}
