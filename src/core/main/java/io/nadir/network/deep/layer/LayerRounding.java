package io.nadir.network.deep.layer;

/** Errors by rounding of layers, relative to the bounds of their outputs. */
final class LayerRounding {
    private static final double UNIT = 0x1p-53;

    private LayerRounding() {}

    /**
     * Returns the error of sums of {@code terms} products: γ_{n+2} ≤ 2(n + 2)u, or 1 for more than
     * 2^50 terms.
     */
    static double ofSums(double inputError, double terms) {
        return inputError + (1 + inputError) * Math.min(1, 2 * (terms + 2) * UNIT);
    }
}
