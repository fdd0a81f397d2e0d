package io.nadir.model;

import io.nadir.kernel.DualNorm;
import io.nadir.kernel.Strided;

import java.util.Objects;

/**
 * A convex penalty h(x) = (square/2)·‖x‖₂² + euclidean·‖x‖₂ + one·‖x‖₁ on one block of a column,
 * for all x or for x ≥ 0 only, with its conjugate h*(z) = max over x of ⟨z, x⟩ − h(x). The methods
 * take a {@code weight} by which h is multiplied. An immutable value.
 *
 * @param square the weight of the half square, at least 0; must be 0 if one of the norms has a
 *     weight
 * @param euclidean the weight of the Euclidean norm, at least 0
 * @param one the weight of the 1-norm, at least 0
 * @param nonNegative whether h is +∞ unless x ≥ 0
 */
public record BlockPenalty(double square, double euclidean, double one, boolean nonNegative) {
    /**
     * A scaled z is made shorter than the domain of h* by this factor, which exceeds its rounding
     * errors.
     */
    private static final double INSIDE = 1 - 0x1p-48;

    /**
     * Validates the weights.
     *
     * @throws IllegalArgumentException if one is negative or not finite, or the square is combined
     *     with a norm
     */
    public BlockPenalty {
        requireFactor("square", square);
        requireFactor("euclidean", euclidean);
        requireFactor("one", one);
        if (square > 0 && euclidean + one > 0) {
            throw new IllegalArgumentException(
                    "square = " + square + ", allowed beside a norm is 0");
        }
    }

    /** Returns the same penalty restricted to x ≥ 0. */
    public BlockPenalty onNonNegative() {
        return new BlockPenalty(square, euclidean, one, true);
    }

    /** Returns whether h is a sum over the elements of x. */
    public boolean isSeparable() {
        return euclidean == 0;
    }

    /**
     * Returns the largest scale s between 0 and 1 for which (weight·h)*(s·z) is finite.
     *
     * @param weight the factor of h, positive
     * @param z the vector; not modified
     */
    public double dualScale(double weight, double[] z) {
        Objects.requireNonNull(z, "z");

        if (square > 0) {
            return 1;
        }
        double[] outer = positivePart(z);
        if (euclidean + one == 0) {
            return norm(outer) == 0 ? 1 : 0;
        }
        double size = DualNorm.of(euclidean, one, outer, 0, 1, outer.length);
        return size * INSIDE <= weight * INSIDE * INSIDE ? 1 : weight / size * INSIDE;
    }

    /**
     * Returns weight·h(x) + (weight·h)*(z) − ⟨z, x⟩, which is at least 0 by Fenchel's inequality.
     * For the square it is computed as a sum of terms of one sign, so that it is accurate at any
     * size.
     *
     * @param weight the factor of h, positive
     * @param x a vector at which h is finite
     * @param z a vector in the domain of the conjugate, scaled as {@link #dualScale} says
     */
    public double fenchelGap(double weight, double[] x, double[] z) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(z, "z");

        return square > 0 ? squareGap(weight * square, x, z) : normGap(weight, x, z);
    }

    private double squareGap(double c, double[] x, double[] z) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            if (nonNegative && z[i] <= 0) {
                sum += x[i] * (0.5 * c * x[i] - z[i]);
            } else {
                double miss = c * x[i] - z[i];
                sum += miss / c * miss / 2;
            }
        }
        return sum;
    }

    private double normGap(double weight, double[] x, double[] z) {
        double sum = weight * euclidean * norm(x);
        for (int i = 0; i < x.length; i++) {
            sum += weight * one * Math.abs(x[i]) - z[i] * x[i];
        }
        return Math.max(0, sum);
    }

    private double[] positivePart(double[] z) {
        double[] part = z.clone();
        if (nonNegative) {
            Strided.clip(part, 0, 1, part.length);
        }
        return part;
    }

    private static double norm(double[] x) {
        return Math.sqrt(Strided.sumOfSquares(x, 0, 1, x.length));
    }

    private static void requireFactor(String name, double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + " = " + factor + ", allowed are finite numbers from 0");
        }
    }
}
