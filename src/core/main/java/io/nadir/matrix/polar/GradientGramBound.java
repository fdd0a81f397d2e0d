package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.CholeskyBound;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/**
 * An upper bound of σ_max(G) for a sparse gradient, by {@link CholeskyBound} of its Gram matrix: a
 * third of k³ flops for k = min(m, n), however close to each other the singular values are. Only
 * the error of forming G is not in it.
 */
final class GradientGramBound {
    /** Shorter side up to which it serves: two matrices of 200 MB. */
    private static final int LARGEST = 5000;

    private final CholeskyBound cholesky;

    /** Forms the Gram matrix. */
    GradientGramBound(MatrixMap map, Factors w) {
        int side = Math.min(map.rows(), map.columns());
        int longSide = Math.max(map.rows(), map.columns());
        Panel gram = Panel.zeros(side, side);
        map.gradientGram(w, gram);
        double trace = 0;
        for (int i = 0; i < side; i++) {
            trace += gram.get(i, i);
        }
        double square = Rounding.up(trace * (1 + 2 * Rounding.gamma((double) side + longSide)));
        this.cholesky =
                new CholeskyBound(
                        gram, longSide, square, map.threadedProducts(), map::checkCancelled);
    }

    /** Whether there is such a bound, and its cost is bearable. */
    static boolean applies(MatrixMap map) {
        return map.hasGradientGram() && Math.min(map.rows(), map.columns()) <= LARGEST;
    }

    /** An upper bound of σ_max(G) of about {@code wanted}; infinite if it is larger. */
    double attempt(double wanted) {
        return cholesky.attempt(wanted);
    }
}
