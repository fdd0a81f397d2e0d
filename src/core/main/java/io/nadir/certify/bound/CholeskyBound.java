package io.nadir.certify.bound;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;

/**
 * An upper bound of σ_max(A), A m×n as stored, that includes every rounding error made in computing
 * it.
 *
 * <p>M̂ is the Gram matrix AᵀA as computed. {@link LargestEigenvalue} bounds λ_max(M̂), and |M̂ −
 * AᵀA| ≤ γ_m|A|ᵀ|A| gives σ_max(A)² ≤ λ_max(M̂) + γ_m‖A‖_F².
 */
public final class CholeskyBound implements NormBound {
    private final Panel gram;

    /** Bound of ‖M̂ − AᵀA‖₂, up to its own rounding. */
    private final double gramError;

    private final LargestEigenvalue eigenvalue;

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
        this(
                gram,
                Rounding.gamma(longSide) * frobeniusSquare,
                new LargestEigenvalue(gram, scratch, checkpoint));
    }

    /** Takes the Gram matrix, to be factored on the threads of {@code products}. */
    public CholeskyBound(
            Panel gram,
            int longSide,
            double frobeniusSquare,
            PanelProducts products,
            Runnable checkpoint) {
        this(
                gram,
                Rounding.gamma(longSide) * frobeniusSquare,
                new LargestEigenvalue(gram, products, checkpoint));
    }

    private CholeskyBound(Panel gram, double gramError, LargestEigenvalue eigenvalue) {
        this.gram = gram;
        this.gramError = gramError;
        this.eigenvalue = eigenvalue;
    }

    /**
     * The same for a Gram matrix that was computed in another way.
     *
     * @param gramError bound of ‖M̂ − AᵀA‖₂, up to its own rounding
     */
    public static CholeskyBound withError(
            Panel gram, double gramError, PanelProducts products, Runnable checkpoint) {
        return new CholeskyBound(
                gram, gramError, new LargestEigenvalue(gram, products, checkpoint));
    }

    @Override
    public int factorizations() {
        return eigenvalue.factorizations();
    }

    @Override
    public double attempt(double wanted) {
        int n = gram.rows();
        double corrections =
                Rounding.up(gramError + 2 * Rounding.gamma(n + 1) * n * wanted * wanted);
        double square =
                eigenvalue.factor(wanted * wanted - 2 * corrections) + Rounding.up(gramError);
        return Rounding.up(Math.sqrt(Rounding.up(square)));
    }
}
