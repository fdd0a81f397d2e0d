package io.nadir.regularizer;

import io.nadir.array.Panel;
import io.nadir.kernel.Strided;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The regularizer θ(w¹, …, w^K) = (1/K)·Σ_k ‖w^k‖₂^K, whose smallest value over rescalings is Π_k
 * ‖w^k‖₂ (Haeffele &amp; Vidal 2017, section 4). With sign constraints it gives nonnegative tensor
 * factorization. For K = 2 it equals {@link SquaredNorms}.
 *
 * <p>It applies to every map of degree K in all blocks together, whatever their number.
 */
public final class NormPowers extends NormRegularizer {
    /**
     * The largest number of Newton steps of the proximal map; it converges quadratically, in fewer
     * than ten.
     */
    private static final int MOST_STEPS = 100;

    private final int order;
    private final boolean nonNegative;

    /**
     * Creates the regularizer.
     *
     * @param order K, at least 2
     * @param nonNegative whether all blocks are constrained to be at least 0
     * @throws IllegalArgumentException if {@code order} is less than 2
     */
    public NormPowers(int order, boolean nonNegative) {
        if (order < 2) {
            throw new IllegalArgumentException("order = " + order + ", allowed are 2 and more");
        }
        this.order = order;
        this.nonNegative = nonNegative;
    }

    @Override
    public String name() {
        return "norm-powers:" + order + (nonNegative ? ",nonnegative" : "");
    }

    @Override
    public int degree() {
        return order;
    }

    @Override
    boolean isNonNegative(int k) {
        return nonNegative;
    }

    @Override
    double term(double size) {
        return Math.pow(size, order) / order;
    }

    /**
     * Applies the proximal map: projection, then scaling to the length t with t + weight·t^{K−1} =
     * ‖x‖.
     */
    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        if (nonNegative) {
            Strided.clip(x, offset, stride, length);
        }
        double norm = Math.sqrt(Strided.sumOfSquares(x, offset, stride, length));
        if (norm > 0) {
            Strided.scale(shrunk(norm, weight) / norm, x, offset, stride, length);
        }
    }

    /** Returns ½‖x‖² if K = 2, otherwise null. */
    @Override
    public @Nullable BlockPenalty blockPenalty(int k) {
        return order == 2 ? new BlockPenalty(1, 0, 0, nonNegative) : null;
    }

    @Override
    public boolean isSmooth() {
        return !nonNegative;
    }

    /** Adds weight·‖w‖^{K−2}·w. */
    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        for (int k = 0; k < w.order(); k++) {
            Panel block = w.block(k);
            Panel target = gradient.block(k);
            for (int i = 0; i < w.rank(); i++) {
                double size = size(block, k, i);
                double factor = weight * Math.pow(size, order - 2);
                for (int j = 0; j < block.rows(); j++) {
                    target.set(j, i, target.get(j, i) + factor * block.get(j, i));
                }
            }
        }
    }

    /**
     * Returns the root of t + weight·t^{K−1} − norm by Newton's method. The function is convex and
     * increasing, and the iteration decreases from the smaller of the roots for either term alone.
     */
    private double shrunk(double norm, double weight) {
        if (weight == 0) {
            return norm;
        }
        double t = Math.min(norm, Math.pow(norm / weight, 1.0 / (order - 1)));
        for (int step = 0; step < MOST_STEPS; step++) {
            double power = weight * Math.pow(t, order - 2);
            double next = t - (t + power * t - norm) / (1 + (order - 1) * power);
            if (!(next < t)) {
                break;
            }
            t = next;
        }
        return t;
    }
}
