package io.nadir.matrix.polar;

import java.util.Objects;

/**
 * Sums over some entries, with d the derivative of the loss at an entry as computed: what {@link
 * EntrySums} of parts of the rows have to tell each other.
 *
 * @param value ℓ
 * @param squares Σ weight·d²
 * @param inner −Σ weight·d·y
 * @param magnitude Σ |weight·d·y|
 * @param gradientSquares Σ (weight·d)²
 * @param weights Σ weight
 * @param largest a bound of all |d|
 * @param count the number of entries
 */
public record EntryTotals(
        double value,
        double squares,
        double inner,
        double magnitude,
        double gradientSquares,
        double weights,
        double largest,
        long count) {
    /** The number of elements of {@link #toArray}. */
    public static final int LENGTH = 8;

    /** Returns the numbers, so that those of several parts can be added element by element. */
    public double[] toArray() {
        return new double[] {
            value, squares, inner, magnitude, gradientSquares, weights, largest, count
        };
    }

    /** Restores them from sums of {@link #toArray}; the bound of |d| is then one of their sum. */
    public static EntryTotals of(double[] sums) {
        Objects.requireNonNull(sums, "sums");

        return new EntryTotals(
                sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], (long) sums[7]);
    }
}
