package io.nadir.certify.bound;

/**
 * How small the component of a fixed unit vector v in b independent Gaussian columns X can be: Xᵀv
 * is a standard normal vector of b elements, so that P[‖Xᵀv‖ ≤ t] = P[χ²_b ≤ t²] ≤ (t²/2)^(b/2) /
 * Γ(b/2 + 1), the density without its factor exp(−‖g‖²/2) ≤ 1.
 */
final class GaussianStart {
    /** Allows for the rounding of the logarithms and of the power. */
    private static final double MARGIN = 1e-12;

    private GaussianStart() {}

    /** A number that ‖Xᵀv‖ exceeds except with probability {@code delta}; at least 0. */
    static double smallestComponent(int columns, double delta) {
        double logGamma = 0;
        for (double factor = columns / 2.0; factor > 0; factor--) {
            logGamma += Math.log(factor);
        }
        if (columns % 2 != 0) {
            logGamma += 0.5 * Math.log(Math.PI); // Γ(1/2)
        }
        double square = 2 * Math.exp(2.0 / columns * (Math.log(delta) + logGamma));
        return Math.sqrt(square) * (1 - MARGIN);
    }
}
