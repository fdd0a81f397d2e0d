package io.nadir.matrix.polar;

import io.nadir.kernel.Rounding;
import io.nadir.model.BlockPenalty;

/**
 * A bound of ûᵀZv̂ for unit vectors û and v̂ that depends on the ratios κ = ‖û‖₁ and μ = ‖v̂‖₁
 * alone: √((first + firstRatio·κ²)(second + secondRatio·μ²)) + both·κμ. It is that of one
 * multiplier of a relaxation, and holds for all ratios.
 *
 * @param first at least 0
 * @param firstRatio at least 0
 * @param second at least 0
 * @param secondRatio at least 0
 * @param both at least 0
 */
record RatioLine(double first, double firstRatio, double second, double secondRatio, double both) {
    /** That of λ_max(Z'Z) and the like, if Z'Z was eliminated to one side. */
    static RatioLine ofSquare(double value, double ratio) {
        return new RatioLine(1, 0, value, ratio, 0);
    }

    /** That of ‖Z‖₂ alone, for Z eliminated to one side. */
    static RatioLine ofNorm(double norm) {
        return ofSquare(norm * norm * (1 + 0x1p-50), 0);
    }

    /** The bound of uᵀZv / (g₁(u)·g₂(v)) at two ratios, rounded up. */
    double at(double kappa, double mu, BlockPenalty left, BlockPenalty right) {
        double square = (first + firstRatio * kappa * kappa) * (second + secondRatio * mu * mu);
        double value = Math.sqrt(square) + both * kappa * mu;
        double gauges =
                (left.euclidean() + left.one() * kappa) * (right.euclidean() + right.one() * mu);
        return Rounding.up(value / gauges);
    }
}
