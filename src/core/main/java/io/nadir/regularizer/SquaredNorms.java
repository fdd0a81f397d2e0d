package io.nadir.regularizer;

import io.nadir.kernel.Kernels;
import io.nadir.kernel.Strided;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;

import java.util.Objects;

/**
 * The regularizer θ(w¹, …, w^K) = ½·Σ_k ‖w^k‖₂². For two blocks it is the variational form of the
 * nuclear norm: the smallest Θ over all U·Vᵀ = X is ‖X‖_*. With sign constraints it gives
 * nonnegative factorization.
 */
public final class SquaredNorms extends NormRegularizer {
    private final boolean[] nonNegative;

    /**
     * Creates the regularizer.
     *
     * @param nonNegative for each block k whether it is constrained to be at least 0; further
     *     blocks are unconstrained
     */
    public SquaredNorms(boolean... nonNegative) {
        Objects.requireNonNull(nonNegative, "nonNegative");

        this.nonNegative = nonNegative.clone();
    }

    /** Returns the regularizer of two blocks with u ≥ 0 and v ≥ 0. */
    public static SquaredNorms nonNegative() {
        return new SquaredNorms(true, true);
    }

    @Override
    public String name() {
        StringBuilder name = new StringBuilder("squared-norms");
        char separator = ':';
        for (boolean constrained : nonNegative) {
            name.append(separator).append(constrained ? "nonnegative" : "free");
            separator = ',';
        }
        return name.toString();
    }

    @Override
    public int degree() {
        return 2;
    }

    @Override
    double term(double size) {
        return 0.5 * size * size;
    }

    /** Applies the proximal map: scaling, then projection. */
    @Override
    public void prox(int k, double weight, double[] x, int offset, int stride, int length) {
        Objects.requireNonNull(x, "x");

        Strided.scale(1 / (1 + weight), x, offset, stride, length);
        if (isNonNegative(k)) {
            Strided.clip(x, offset, stride, length);
        }
    }

    @Override
    public void prox(Factors w, int k, double weight) {
        Objects.requireNonNull(w, "w");

        // All columns at once: their prices are the same.
        double[] data = w.block(k).data();
        Kernels.get().scale(1 / (1 + weight), data, 0, data.length);
        if (isNonNegative(k)) {
            Strided.clip(data, 0, 1, data.length);
        }
    }

    @Override
    public BlockPenalty blockPenalty(int k) {
        return new BlockPenalty(1, 0, 0, isNonNegative(k));
    }

    @Override
    public boolean isHalfSumOfSquares() {
        return isFree();
    }

    @Override
    public boolean isSmooth() {
        return isFree();
    }

    @Override
    public void addGradient(Factors w, double weight, Factors gradient) {
        Objects.requireNonNull(w, "w");
        Objects.requireNonNull(gradient, "gradient");

        gradient.add(weight, w);
    }

    /** Returns whether no block is constrained. */
    public boolean isFree() {
        for (boolean constrained : nonNegative) {
            if (constrained) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isNonNegative(int k) {
        return k < nonNegative.length && nonNegative[k];
    }
}
