package io.nadir.regularizer;

import io.nadir.kernel.DualNorm;
import io.nadir.kernel.Strided;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Gauge;

import java.util.Objects;

/**
 * The norm g(x) = a·‖x‖₂ + b·‖x‖₁, the "sparse group" norm of one group.
 *
 * <p>Its proximal map is soft thresholding by the second term followed by shrinking by the first.
 * Its dual norm is g°(z) = min { t : ‖(|z| − b·t)₊‖₂ ≤ a·t }, the gauge of the sum of a ball and a
 * box. An immutable value.
 *
 * @param euclidean a, 0 or between 2^−40 and 2^40
 * @param one b, 0 or between 2^−40 and 2^40; at least one of a and b is positive
 */
public record EuclideanPlusL1(double euclidean, double one) implements Gauge {
    /** The Euclidean norm ‖x‖₂. */
    public static final EuclideanPlusL1 EUCLIDEAN = new EuclideanPlusL1(1, 0);

    /** The 1-norm ‖x‖₁. */
    public static final EuclideanPlusL1 ONE = new EuclideanPlusL1(0, 1);

    private static final int LARGEST_EXPONENT = 40;

    /**
     * Validates the weights.
     *
     * @throws IllegalArgumentException naming the weight and what is allowed
     */
    public EuclideanPlusL1 {
        requireWeights(euclidean, one);
    }

    /**
     * Returns ‖x‖₂ + γ‖x‖₁, the norm of sparse coding.
     *
     * @param gamma γ, 0 or between 2^−40 and 2^40
     */
    public static EuclideanPlusL1 sparse(double gamma) {
        return new EuclideanPlusL1(1, gamma);
    }

    @Override
    public String name() {
        if (one == 0) {
            return term(euclidean, "l2");
        }
        return euclidean == 0 ? term(one, "l1") : term(euclidean, "l2") + "+" + term(one, "l1");
    }

    @Override
    public double value(double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        double sum = 0;
        if (euclidean > 0) {
            sum += euclidean * Math.sqrt(Strided.sumOfSquares(x, offset, stride, length));
        }
        if (one > 0) {
            sum += one * Strided.sumOfMagnitudes(x, offset, stride, length);
        }
        return sum;
    }

    @Override
    public void prox(double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        if (one > 0) {
            Strided.softThreshold(weight * one, x, offset, stride, length);
        }
        if (euclidean > 0) {
            double norm = Math.sqrt(Strided.sumOfSquares(x, offset, stride, length));
            double left = norm - weight * euclidean;
            if (left > 0) {
                Strided.scale(left / norm, x, offset, stride, length);
            } else {
                Strided.clear(x, offset, stride, length);
            }
        }
    }

    @Override
    public double polarize(double[] z, int offset, int stride, int length) {
        Objects.requireNonNull(z, "z");

        if (euclidean == 0) {
            return polarizeOne(z, offset, stride, length);
        }
        double dual = DualNorm.of(euclidean, one, z, offset, stride, length);
        if (one > 0) {
            threshold(one * dual, z, offset, stride, length);
        }
        double size = value(z, offset, stride, length);
        if (size > 0) {
            Strided.scale(1 / size, z, offset, stride, length);
        }
        return dual;
    }

    @Override
    public BlockPenalty blockPenalty() {
        return new BlockPenalty(0, euclidean, one, false);
    }

    @Override
    public boolean isEuclidean() {
        return euclidean == 1 && one == 0;
    }

    /** Returns a + b, because ‖x‖₁ ≥ ‖x‖₂. */
    @Override
    public double lowerConstant() {
        return euclidean + one;
    }

    /**
     * Subtracts the threshold from all but the largest element, because what remains of that one
     * may be lost in rounding.
     */
    private static void threshold(
            double threshold, double[] z, int offset, int stride, int length) {
        int best = Strided.indexOfLargest(z, offset, stride, length);
        double element = z[best];
        Strided.softThreshold(threshold, z, offset, stride, length);
        if (z[best] == 0) {
            z[best] = element;
        }
    }

    /** Replaces z by a multiple of the unit vector of its largest element. */
    private double polarizeOne(double[] z, int offset, int stride, int length) {
        int best = Strided.indexOfLargest(z, offset, stride, length);
        double element = z[best];
        Strided.clear(z, offset, stride, length);
        z[best] = element == 0 ? 0 : Math.copySign(1 / one, element);
        return Math.abs(element) / one;
    }

    static String term(double weight, String norm) {
        return weight == 1 ? norm : weight + "*" + norm;
    }

    /** Throws unless both weights are allowed. */
    static void requireWeights(double euclidean, double one) {
        requireWeight("euclidean", euclidean);
        requireWeight("one", one);
        if (euclidean == 0 && one == 0) {
            throw new IllegalArgumentException(
                    "euclidean = one = 0, allowed is at most one of them to be 0");
        }
    }

    private static void requireWeight(String name, double weight) {
        if (weight != 0 && !isInRange(weight)) {
            throw new IllegalArgumentException(
                    name + " = " + weight + ", allowed are 0 and 2^-40 to 2^40");
        }
    }

    /** Throws unless a weight that must not be 0 is in the range of weights. */
    static void requirePositive(String name, double weight) {
        if (!isInRange(weight)) {
            throw new IllegalArgumentException(
                    name + " = " + weight + ", allowed are 2^-40 to 2^40");
        }
    }

    private static boolean isInRange(double weight) {
        return weight >= Math.scalb(1.0, -LARGEST_EXPONENT)
                && weight <= Math.scalb(1.0, LARGEST_EXPONENT);
    }
}
