package io.nadir.matrix.map;

import io.nadir.kernel.Rounding;

/**
 * What is proved about a dual point A = Ĝ + C·Qᵀ beside a gradient of weighted squares, without
 * forming its entries, every rounding error included. Its dual value at a scale s is s·{@code
 * pairingDown} − ½s²·{@code squaresUp} at least.
 *
 * @param pairingDown −⟨A, Y⟩ from below
 * @param squaresUp Σ a²/w over all entries from above
 * @param distanceUp a bound of the Frobenius norm of the difference between the dual point and the
 *     matrix that the Gram matrix is of: the dual point is exactly 0 where the weight is
 * @param chain the number of roundings that a term of the Gram matrix goes through, at most
 * @param squareUp bound on the square of the Frobenius norm of the magnitudes of what A is composed
 *     of: the Gram matrix is off by γ_chain times that
 */
public record ShiftedDual(
        double pairingDown, double squaresUp, double distanceUp, int chain, double squareUp) {
    /**
     * Returns a bound of the error of a sum of Gram matrices, of which this is one, in the spectral
     * norm, as far as this one contributes to it.
     *
     * @param more the number of additions that the sum takes
     */
    public double gramErrorUp(int more) {
        return Rounding.up(Rounding.gamma((double) chain + more) * squareUp);
    }
}
