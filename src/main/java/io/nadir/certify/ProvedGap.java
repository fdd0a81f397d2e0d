package io.nadir.certify;

import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;

/**
 * From a bound of the polar of the residual R̂ as computed to a gap under the squared loss that
 * includes every rounding error.
 *
 * <p>sR̂ with s = λ/Ω°(R̂) is dual feasible exactly as computed, so f* ≥ s⟨R̂, Y⟩ − ½s²‖R̂‖² needs
 * no bound on R̂ − R; that enters only f(W) ≤ ½(‖R̂‖ + ‖R − R̂‖)² + λΘ and the bound of the polar,
 * with |R − R̂| ≤ γ_{r+2}(|Y| + |U||V|ᵀ).
 */
final class ProvedGap {
    private final double lambda;

    /** Upper bounds, rounding included. */
    private final double residualSquare;

    private final double objective;
    private final double formingError;

    /** Lower bound on ⟨R̂, Y⟩, rounding included. */
    private final double pairing;

    /** Y = 0 and W = 0: nothing was rounded, and outward rounding would only blur it. */
    private final boolean exactlyZero;

    /**
     * Turns sums as computed into bounds.
     *
     * @param theta Θ(W) as computed
     * @param squares ‖R̂‖² as computed, rows first, then over the rows
     * @param inner ⟨R̂, Y⟩ likewise
     */
    ProvedGap(MatrixMap map, Factors w, double lambda, double theta, double squares, double inner) {
        this.lambda = lambda;
        this.exactlyZero = map.data().maxAbs() == 0 && w.rank() == 0;
        // Each term goes through at most n roundings in its row's sum and m in the sum of rows.
        double size = (double) map.rows() + map.columns();
        double sums = Rounding.gamma(size + 2);
        this.residualSquare = Rounding.up(squares * (1 + sums) / (1 - sums));
        double normY = Rounding.up(map.data().frobenius() * (1 + sums));
        this.pairing = Rounding.down(inner - Rounding.up(sums * Math.sqrt(residualSquare) * normY));
        double products = Panels.frobenius(w.block(0)) * Panels.frobenius(w.block(1)) * (1 + sums);
        this.formingError = Rounding.up(Rounding.gamma(w.rank() + 2) * (normY + products));
        double residual = Math.sqrt(residualSquare) + formingError;
        double terms = Rounding.gamma(size + w.rank() + 4);
        double underflow = size * w.rank() * Double.MIN_VALUE;
        this.objective =
                Rounding.up(
                        Rounding.up(0.5 * residual * residual)
                                + Rounding.up(lambda * (theta * (1 + terms) + underflow)));
    }

    /** Upper bound on ‖R̂‖². */
    double residualSquare() {
        return residualSquare;
    }

    /** Upper bound on ‖R − R̂‖. */
    double formingError() {
        return formingError;
    }

    boolean isExactlyZero() {
        return exactlyZero;
    }

    /** f(W) − (s⟨R̂, Y⟩ − ½s²‖R̂‖²), rounded up, at the best s ≤ λ/polar. */
    double gapAt(double polar) {
        if (exactlyZero) {
            return 0;
        }
        if (residualSquare == 0 || pairing <= 0) {
            return objective;
        }
        double s = Math.min(lambda / polar * (1 - 4 * Rounding.UNIT), pairing / residualSquare);
        double dual = Rounding.down(s * pairing) - Rounding.up(0.5 * s * s * residualSquare);
        return Math.max(0, Rounding.up(objective - Math.max(0, Rounding.down(dual))));
    }

    /** The largest bound on Ω°(R̂) that would give a gap of {@code target}; 0 if none would. */
    double largestPolar(double target) {
        double discriminant = pairing * pairing - 2 * residualSquare * (objective - target);
        if (!(discriminant > 0)) {
            return 0;
        }
        double s = 2 * (objective - target) / (pairing + Math.sqrt(discriminant));
        return s > 0 ? lambda / s : 0;
    }
}
