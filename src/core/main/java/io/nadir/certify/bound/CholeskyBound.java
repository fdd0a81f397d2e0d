package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Rounding;

/**
 * An upper bound of σ_max(A), A m×n as stored, that includes every rounding error made in computing
 * it.
 *
 * <p>M̂ is the Gram matrix AᵀA as computed. If the Cholesky factorization of fl(τ²I − M̂) =: C runs
 * to completion, then λ_max(M̂) ≤ τ² + γ_{n+1}/(1 − γ_{n+1})·tr C + u·max C_ii/(1 − u) (Demmel;
 * Higham, Theorems 10.3–10.5; Rump 2006), and |M̂ − AᵀA| ≤ γ_m|A|ᵀ|A| gives σ_max(A)² ≤ that +
 * γ_m‖A‖_F². These constants hold for sums in any order, with or without fused multiply-add.
 */
public final class CholeskyBound {
    private static final DenseKernels KERNELS = Kernels.get();

    private final Panel gram;
    private final int longSide;
    private final double frobeniusSquare;
    private final Scratch scratch;
    private final Runnable checkpoint;
    private int factorizations;

    /**
     * Takes the Gram matrix.
     *
     * @param gram M̂, n×n, of which the lower triangle is read
     * @param longSide m
     * @param frobeniusSquare upper bound on ‖A‖_F², rounding included
     * @param scratch working memory
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    public CholeskyBound(
            Panel gram,
            int longSide,
            double frobeniusSquare,
            Scratch scratch,
            Runnable checkpoint) {
        this.gram = gram;
        this.longSide = longSide;
        this.frobeniusSquare = frobeniusSquare;
        this.scratch = scratch;
        this.checkpoint = checkpoint;
    }

    /** Factorizations made. */
    public int factorizations() {
        return factorizations;
    }

    /** An upper bound of σ_max(A) of about {@code wanted}; infinite if that cannot be proved. */
    public double attempt(double wanted) {
        int n = gram.rows();
        double corrections =
                Rounding.up(
                        Rounding.gamma(longSide) * frobeniusSquare
                                + 2 * Rounding.gamma(n + 1) * n * wanted * wanted);
        double shift = wanted * wanted - 2 * corrections;
        if (!(shift > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        Panel shifted = Panel.zeros(n, n);
        double trace = 0;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            int at = i * shifted.stride();
            int from = i * gram.stride();
            for (int j = 0; j < i; j++) {
                shifted.data()[at + j] = -gram.data()[from + j];
            }
            double diagonal = shift - gram.get(i, i);
            shifted.set(i, i, diagonal);
            trace += Math.max(0, diagonal);
            largest = Math.max(largest, Math.abs(diagonal));
        }
        factorizations++;
        boolean completed = KERNELS.cholesky(shifted, scratch, checkpoint);
        return completed ? bound(shift, trace, largest) : Double.POSITIVE_INFINITY;
    }

    private double bound(double shift, double trace, double largestDiagonal) {
        int n = gram.rows();
        double gammaN = Rounding.gamma(n + 1);
        double traceUp = trace * (1 + Rounding.gamma(n));
        double cholesky = Rounding.up(gammaN / (1 - gammaN) * traceUp);
        double diagonal = Rounding.up(2 * Rounding.UNIT * largestDiagonal);
        double product = Rounding.up(Rounding.gamma(longSide) * frobeniusSquare);
        return Rounding.up(Math.sqrt(Rounding.up(shift + cholesky + diagonal + product)));
    }
}
