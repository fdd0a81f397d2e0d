package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;
import io.nadir.loss.ConvexLoss;
import io.nadir.loss.Loss;

import java.util.Objects;

/**
 * Bounds of the rounding errors in the value of a point, whatever their signs are; the same for
 * every map. An immutable value.
 *
 * @param lambda λ
 * @param curvature the Lipschitz constant L of ∇ℓ
 * @param magnitude the magnitude relative to which rounding errors in Z are measured, see {@link
 *     #magnitude}
 * @param slopes ‖Z‖_F or more
 * @param outputs the magnitude relative to which those in X are measured; 0 if L is 0
 * @param sizes Σ_i ‖φ(w_i)‖ or more, which Θ need not bound
 * @param forming the largest number of roundings that an element of ∇ℓ undergoes
 * @param depth the largest number of roundings that a term of a sum over the data undergoes
 */
public record PointRounding(
        double lambda,
        double curvature,
        double magnitude,
        double slopes,
        double outputs,
        double sizes,
        double forming,
        double depth) {
    /**
     * Roundings in what the vectorized loops of our losses make of an element of X, four units in
     * the last place, and in its weight.
     */
    private static final double LOSS = 10;

    /** The same for losses that do not state any {@linkplain Loss#errorConstant constant}. */
    private static final double OTHER_LOSS = 18;

    /** Allows for rounding in the norms, in which fewer than 2³² numbers are added to one. */
    private static final double NORMS = 1 + 0x1p-20;

    /**
     * Returns the bounds at a point W.
     *
     * @param value ℓ(Y, X)
     * @param sizes Σ_i ‖φ(w_i)‖ or more
     * @param forming the largest number of roundings that an element of X undergoes
     * @param depth the largest number of roundings that a term of a sum over the data undergoes
     */
    public static PointRounding of(
            FactorizationMap map,
            double lambda,
            double value,
            double sizes,
            double forming,
            double depth) {
        return of(map, lambda, value, sizes, sizes, forming, depth);
    }

    /**
     * Returns the bounds at a point W.
     *
     * @param value ℓ(Y, X)
     * @param x a bound of the norm of the terms that add up to X
     * @param sizes Σ_i ‖φ(w_i)‖ or more
     * @param forming the largest number of roundings that an element of X undergoes
     * @param depth the largest number of roundings that a term of a sum over the data undergoes
     */
    public static PointRounding of(
            FactorizationMap map,
            double lambda,
            double value,
            double x,
            double sizes,
            double forming,
            double depth) {
        Objects.requireNonNull(map, "map");

        double curvature = map.curvature();
        double terms = curvature * (map.data().frobenius() + x);
        double slopes = Math.sqrt(2 * curvature * value);
        double uniform = (terms + slopes) / lambda;
        double outputs = curvature == 0 ? 0 : lambda * uniform / curvature;
        double magnitude = (Math.min(terms, relative(map, slopes)) + slopes) / lambda;
        double own = ofLoss(map.loss());
        return new PointRounding(
                lambda,
                curvature,
                NORMS * magnitude,
                NORMS * slopes / lambda,
                NORMS * outputs,
                NORMS * sizes,
                forming + own,
                depth + own);
    }

    /** Returns the number of roundings in a derivative of the loss and its weight. */
    private static double ofLoss(ConvexLoss loss) {
        double constant = loss instanceof Loss own ? own.errorConstant() : Double.POSITIVE_INFINITY;
        return constant < Double.POSITIVE_INFINITY ? Math.max(LOSS, constant + 2) : OTHER_LOSS;
    }

    /**
     * Returns what takes the place of L·(‖Y‖_F + x) where relative errors of the outputs change the
     * gradient by little; infinity elsewhere.
     */
    private static double relative(FactorizationMap map, double slopes) {
        double sensitivity = map.loss().relativeSensitivity();
        if (sensitivity == Double.POSITIVE_INFINITY || !map.loss().requiresNonNegativeOutputs()) {
            return Double.POSITIVE_INFINITY;
        }
        double ones = map.data().largestWeight() * Math.sqrt((double) map.data().observed());
        return sensitivity * (ones + slopes);
    }

    /**
     * Returns the magnitude relative to which rounding errors in Z are measured, (L·(‖Y‖_F + x) +
     * ‖∇ℓ‖_F)/λ, which covers errors of X and of the derivative itself, with ‖∇ℓ‖² ≤ 2Lℓ; less for
     * losses with a {@link io.nadir.loss.ConvexLoss#relativeSensitivity}.
     *
     * @param x a bound of the norm of the terms that add up to X
     * @param value ℓ(Y, X)
     */
    public static double magnitude(FactorizationMap map, double lambda, double x, double value) {
        return of(map, lambda, value, x, x, 0, 0).magnitude();
    }

    /**
     * Returns a bound of the sum of all products that underflow. Because of them, f can be 0
     * although no factor is.
     */
    public static double underflow(FactorizationMap map, double lambda, Factors w) {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(w, "w");

        boolean zero = true;
        double rows = 0;
        for (Panel block : w.blocks()) {
            zero &= Kernels.get().maxAbs(block.data(), 0, block.data().length) == 0;
            rows += block.rows();
        }
        double products = (map.data().observed() + rows + 1) * (rows + w.rank() + 2);
        return zero ? 0 : 4 * products * (1 + lambda) * Double.MIN_VALUE;
    }

    /**
     * Returns a bound of the errors of ℓ (forming X, then summing), of λ⟨Z, X⟩ and of λΘ.
     *
     * @param cancelling the size of the terms that cancel in ℓ
     */
    public double ofPoint(double value, double theta, double cancelling) {
        return ofPoint(value, theta, cancelling, ofProducts());
    }

    /**
     * Returns the same.
     *
     * @param product a bound of the error of a product of Z with a vector of norm 1
     */
    public double ofPoint(double value, double theta, double cancelling, double product) {
        double terms = 2 * value + cancelling + 2 * lambda * theta;
        return ofSums() * terms
                + lambda * product * sizes
                + ofOutputs(value) * Rounding.gamma(forming);
    }

    /**
     * Returns a bound of the error of f alone. If X is off by δ, then ℓ is off by at most √(2Lℓ)·δ
     * + ½Lδ².
     *
     * @param cancelling the size of the terms that cancel in ℓ
     */
    public double ofObjective(double value, double theta, double cancelling) {
        double terms = ofSums() * (2 * value + cancelling + 2 * lambda * theta);
        if (curvature == 0) {
            return terms;
        }
        double delta = Rounding.gamma(forming) * outputs;
        return terms + Math.sqrt(2 * curvature * value) * delta + 0.5 * curvature * delta * delta;
    }

    /** Returns a bound of the error of a dual value of this size. */
    public double ofDual(double value, double dualValue) {
        return ofSums() * (2 * value + Math.abs(dualValue) + ofOutputs(value));
    }

    /** Returns a bound of the error of a product of Z or Zᵀ with a vector of norm 1. */
    public double ofProducts() {
        return ofSums() * magnitude;
    }

    /**
     * Returns the same where entries of Z are formed first: their errors, and those of the sums,
     * which are relative to what was formed.
     */
    public double ofFormed() {
        double entries = Rounding.gamma(forming + 2) * magnitude;
        return Math.min(ofProducts(), Rounding.up(entries + ofSums() * (slopes + entries)));
    }

    /** Returns a bound of the relative error of a sum over the data, for terms of size 1. */
    public double ofSums() {
        return Rounding.gamma(depth);
    }

    /**
     * Returns a bound of the effect of errors in X. A loss without curvature (all weights 0) is
     * constant, and no error in X affects it.
     */
    private double ofOutputs(double value) {
        if (curvature == 0) {
            return 0;
        }
        return Math.sqrt(2 * curvature * value) * outputs;
    }
}
