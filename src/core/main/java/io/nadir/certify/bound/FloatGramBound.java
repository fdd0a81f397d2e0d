package io.nadir.certify.bound;

import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;

/**
 * An upper bound of σ_max(F), F m×n of float32, from its Gram matrix M̂ as computed in float32. It
 * includes every rounding error.
 *
 * <p>With u = 2⁻²⁴ and K the number of roundings that a product goes through, |M̂ − FᵀF| ≤
 * γ_K|F|ᵀ|F|, so that ‖F‖_F² ≤ tr M̂/(1 − γ_K) and σ_max(F)² ≤ λ_max(M̂) + γ_K‖F‖_F². The
 * factorization behind λ_max is one of float32 where its error leaves room, and else of float64.
 * What overflows makes it fail; what underflows is wrong by 2⁻¹²⁶ each time at most, even if a
 * processor flushes it to zero.
 */
public final class FloatGramBound implements NormBound {
    /** Unit roundoff of float32. */
    public static final double UNIT = 0x1p-24;

    /** What may be lost to an underflow in float32. */
    public static final double UNDERFLOW = 0x1p-126;

    /** Beyond it roundings would magnify what underflows too much. */
    static final double LARGEST_GAMMA = 0.25;

    private final FloatEigenvalue rough;
    private final LargestEigenvalue eigenvalue;
    private final int order;
    private final double square;
    private final double gramError;

    /**
     * Takes the Gram matrix.
     *
     * @param gram M̂, the sum of the Gram matrices of groups of rows
     * @param rows m
     * @param groupRows rows of the largest group
     * @param groups how often {@link DenseKernels#gramLower(io.nadir.kernel.FloatPanels, int,
     *     FloatSquare, io.nadir.array.Scratch)} has added to it
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public FloatGramBound(
            FloatSquare gram,
            long rows,
            int groupRows,
            long groups,
            PanelProducts products,
            Runnable checkpoint) {
        this.order = gram.order();
        this.rough = new FloatEigenvalue(gram, products, checkpoint);
        this.eigenvalue = new LargestEigenvalue(gram, products, checkpoint);
        double trace = 0;
        for (int i = 0; i < order; i++) {
            trace += gram.get(i, i);
        }
        double gamma = gamma(roundings(groupRows, groups));
        // An element has m products, m sums, and fewer sums of chains; a row has n elements.
        double underflow = 4.0 * rows * order * UNDERFLOW;
        double traceUp = Rounding.up(trace * (1 + Rounding.gamma(order)) + underflow);
        boolean known = gamma < LARGEST_GAMMA && traceUp < Double.POSITIVE_INFINITY;
        this.square = known ? Rounding.up(traceUp / (1 - gamma)) : Double.POSITIVE_INFINITY;
        this.gramError = Rounding.up(gamma * square + underflow);
    }

    /**
     * About the share of ‖F‖_F² by which the bound of σ_max(F)² is too large.
     *
     * @param groupRows rows of each group
     * @param groups the number of groups
     */
    public static double relativeError(int groupRows, long groups) {
        return gamma(roundings(groupRows, groups));
    }

    /** Those of a term within its group, and one for each group. */
    private static double roundings(int groupRows, long groups) {
        return DenseKernels.FLOAT_CHAIN
                + Math.ceilDiv(groupRows, DenseKernels.FLOAT_CHAIN)
                + (double) groups;
    }

    /** γ_k with the unit roundoff of float32, rounded up; infinite if k is too large. */
    static double gamma(double k) {
        double ku = k * UNIT;
        return ku < 0.5 ? Rounding.up(ku / (1 - ku)) : Double.POSITIVE_INFINITY;
    }

    /** ‖F‖_F from above. */
    public double frobenius() {
        return Rounding.up(Math.sqrt(square));
    }

    @Override
    public double attempt(double wanted) {
        double square = wanted * wanted - gramError;
        double bound = rough.attempt(square);
        if (bound == Double.POSITIVE_INFINITY) {
            bound = exactly(square);
        }
        return Rounding.up(Math.sqrt(Rounding.up(bound + gramError)));
    }

    /** The same in float64: an error that takes hardly any room. */
    private double exactly(double square) {
        double factoring =
                Rounding.up(4 * Rounding.gamma(order + 1.0) * order * (square + gramError));
        return eigenvalue.factor(square - factoring);
    }

    @Override
    public int factorizations() {
        return rough.factorizations() + eigenvalue.factorizations();
    }
}
