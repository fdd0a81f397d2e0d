package io.nadir.model;

import io.nadir.kernel.DualNorm;
import io.nadir.kernel.Strided;

import java.util.Objects;

/**
 * A convex function of the elements of one block of a column, h(x) = ½·square·‖x‖₂² +
 * euclidean·‖x‖₂ + one·‖x‖₁, for all x or for x ≥ 0 only, with its conjugate h*(z) = max over x of
 * ⟨z, x⟩ − h(x). What multiplies h is {@code weight} below.
 *
 * @param square 0 or more; 0 beside a norm
 * @param euclidean 0 or more
 * @param one 0 or more
 * @param nonNegative whether h is +∞ unless x ≥ 0
 */
public record BlockPenalty(double square, double euclidean, double one, boolean nonNegative) {
    /** A scaled z is taken this much shorter than the domain of h*, more than it is rounded by. */
    private static final double INSIDE = 1 - 0x1p-48;

    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is negative or not finite, or the square stands
     *     beside a norm
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

    /** The same function, for x ≥ 0 only. */
    public BlockPenalty onNonNegative() {
        return new BlockPenalty(square, euclidean, one, true);
    }

    /** Whether h is a sum over the elements of x. */
    public boolean isSeparable() {
        return euclidean == 0;
    }

    /**
     * A scale s between 0 and 1, as large as it may be, with (weight·h)*(s·z) finite; 0 at least
     * is.
     *
     * @param weight more than 0
     * @param z not changed
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
     * weight·h(x) + (weight·h)*(z) − ⟨z, x⟩ ≥ 0, Fenchel's inequality, for an x at which h is
     * finite and a z in the domain of the conjugate, as {@link #dualScale} makes it.
     *
     * <p>For the square it is a sum of terms of one sign, so that it is accurate at any size.
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
