package io.nadir.certify.bound;

import io.nadir.kernel.FloatSquare;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Rounding;

/**
 * An upper bound of λ_max(M), M symmetric n×n of float32 as stored, from a factorization in float32
 * where λ_max(M) leaves room for its error: half the time and half the memory of {@link
 * LargestEigenvalue}. It includes every rounding error.
 *
 * <p>Let N be M − sI with its diagonal rounded to float32, and B = −N. If the factorization of B
 * runs to completion, |B − GᵀG| ≤ γ_K·|G|ᵀ|G| with unit roundoff u = 2⁻²⁴ ({@link
 * PanelProducts#choleskyOfNegative}). Then ‖G‖_F² ≤ tr B/(1 − γ_K), and λ_max(M) ≤ s + γ_K/(1 −
 * γ_K)·tr B + 2u·max B_ii. What underflows is wrong by η = 2⁻¹²⁶ each time at most, even if a
 * processor flushes it to zero: an element has n products, and a factor of at most √(max B_ii), so
 * that 8·n²·η·(1 + max B_ii) is enough for the whole matrix. What overflows makes a pivot infinite
 * or NaN.
 */
final class FloatEigenvalue {
    private final FloatSquare m;
    private final PanelProducts products;
    private final Runnable checkpoint;
    private final int order;
    private final double gamma;

    /** tr M, nearly. */
    private final double trace;

    /** The smallest element of the diagonal. */
    private final double smallest;

    private int factorizations;

    /**
     * Takes the matrix.
     *
     * @param m M, of which the lower triangle is read; not changed
     * @param checkpoint called every few milliseconds; may throw to give up
     */
    FloatEigenvalue(FloatSquare m, PanelProducts products, Runnable checkpoint) {
        this.m = m;
        this.products = products;
        this.checkpoint = checkpoint;
        this.order = m.order();
        this.gamma = FloatGramBound.gamma(PanelProducts.floatRoundings(order));
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < order; i++) {
            sum += m.get(i, i);
            least = Math.min(least, m.get(i, i));
        }
        this.trace = sum;
        this.smallest = least;
    }

    /** Factorizations made. */
    int factorizations() {
        return factorizations;
    }

    /**
     * An upper bound of λ_max(M)₊ of at most about {@code wanted}; infinite if none is found. n³/3
     * flops, or none if it cannot be.
     */
    double attempt(double wanted) {
        double factoring = gamma / (1 - gamma) * Math.max(0, order * wanted - trace);
        double rounded = 2 * FloatGramBound.UNIT * Math.max(0, wanted - smallest);
        double shift = wanted - Rounding.up((factoring + rounded) * (1 + FloatGramBound.UNIT));
        return gamma < FloatGramBound.LARGEST_GAMMA && shift > 0
                ? factor(shift)
                : Double.POSITIVE_INFINITY;
    }

    private double factor(double shift) {
        FloatSquare negated = shifted(shift);
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < order; i++) {
            double element = -negated.get(i, i);
            sum += Math.max(0, element);
            largest = Math.max(largest, Math.abs(element));
        }
        factorizations++;
        if (!products.choleskyOfNegative(negated, checkpoint)) {
            return Double.POSITIVE_INFINITY;
        }
        double traceUp = sum * (1 + Rounding.gamma(order));
        double factoring = Rounding.up(Rounding.up(gamma / (1 - gamma)) * traceUp);
        double rounded = 2 * FloatGramBound.UNIT * largest;
        double underflow = 8.0 * order * order * FloatGramBound.UNDERFLOW * (1 + largest);
        return Rounding.up(shift + factoring + rounded + underflow);
    }

    /** M − sI. It is not kept, so that a factorization in float64 may have its memory. */
    private FloatSquare shifted(double shift) {
        FloatSquare out = new FloatSquare(m.data().clone(), order);
        for (int i = 0; i < order; i++) {
            out.data()[i * out.stride() + i] = (float) (m.get(i, i) - shift);
        }
        return out;
    }
}
