package io.nadir.model;

import io.nadir.array.Panel;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

import java.util.Objects;

/**
 * What rounding can have done to the value of a point, by probabilistic bounds; the same for every
 * map.
 *
 * @param lambda λ
 * @param curvature L
 * @param magnitude what rounding errors in Z are relative to, see {@link #magnitude}
 * @param sizes Σ‖φ(w_i)‖ or more, which Θ need not bound
 * @param forming roundings that an element of X goes through, at most
 * @param depth roundings that a term of a sum over the data goes through, at most
 */
public record PointRounding(
        double lambda,
        double curvature,
        double magnitude,
        double sizes,
        double forming,
        double depth) {

    /**
     * The errors at a point at which ℓ(Y, X) is {@code value}, of a map whose terms in X are no
     * larger than {@code sizes} together.
     *
     * @param sizes Σ‖φ(w_i)‖ or more
     * @param forming roundings that an element of X goes through, at most
     * @param depth roundings that a term of a sum over the data goes through, at most
     */
    public static PointRounding of(
            FactorizationMap map,
            double lambda,
            double value,
            double sizes,
            double forming,
            double depth) {
        Objects.requireNonNull(map, "map");

        double magnitude = magnitude(map, lambda, sizes, value);
        return new PointRounding(lambda, map.curvature(), magnitude, sizes, forming, depth);
    }

    /**
     * (L·(‖Y‖_F + x) + ‖∇ℓ‖_F)/λ, errors of X and those of the derivative itself; ‖∇ℓ‖² ≤ 2Lℓ.
     *
     * @param x bound on the norm of what is added up to X
     * @param value ℓ(Y, X)
     */
    public static double magnitude(FactorizationMap map, double lambda, double x, double value) {
        double terms = map.curvature() * (map.data().frobenius() + x);
        return (terms + Math.sqrt(2 * map.curvature() * value)) / lambda;
    }

    /** What products below the smallest number may add up to: f can be 0 where no factor is. */
    public static double underflow(FactorizationMap map, double lambda, Factors w) {
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
     * Errors of ℓ (forming X, then summing), of λ⟨Z, X⟩ and of λΘ.
     *
     * @param cancelling size of the terms that cancel in ℓ
     */
    public double ofPoint(double value, double theta, double cancelling) {
        double terms = 2 * value + cancelling + lambda * (2 * theta + magnitude * sizes);
        return probable() * terms + ofOutputs(value) * Rounding.probableGamma(forming);
    }

    /**
     * Errors of f alone: X is thrown by δ at most, and with it ℓ by √(2Lℓ)·δ + ½Lδ².
     *
     * @param cancelling as above
     */
    public double ofObjective(double value, double theta, double cancelling) {
        double terms = probable() * (2 * value + cancelling + 2 * lambda * theta);
        if (curvature == 0) {
            return terms;
        }
        double delta = Rounding.probableGamma(forming) * (lambda * magnitude / curvature);
        return terms + Math.sqrt(2 * curvature * value) * delta + 0.5 * curvature * delta * delta;
    }

    /** The error of a dual value of that size. */
    public double ofDual(double value, double dualValue) {
        return probable() * (2 * value + Math.abs(dualValue) + ofOutputs(value));
    }

    /** The same for a sum over the data of numbers as large as 1. */
    public double probable() {
        return Rounding.probableGamma(depth);
    }

    /**
     * ‖∇ℓ‖ times what errors in X are relative to: those in the gradient over L. A loss without
     * curvature, all weights 0, is constant, and no error in X reaches it.
     */
    private double ofOutputs(double value) {
        if (curvature == 0) {
            return 0;
        }
        double outputs = lambda * magnitude / curvature;
        return Math.sqrt(2 * curvature * value) * outputs;
    }
}
