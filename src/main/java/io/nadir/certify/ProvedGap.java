package io.nadir.certify;

import io.nadir.kernel.Panels;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.ModelData;

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
        this(
                map.data(),
                w.rank() == 0,
                // Each term goes through n roundings in its row's sum and m in the sum of rows.
                (double) map.rows() + map.columns(),
                w.rank() + 2,
                Panels.frobenius(w.block(0)) * Panels.frobenius(w.block(1)),
                lambda,
                theta,
                squares,
                inner);
    }

    /**
     * The same for any map.
     *
     * @param empty whether the rank is 0
     * @param chain roundings that a term of Θ and of the sums goes through, at most
     * @param forming roundings that an element of R̂ goes through, at most
     * @param products bound, up to rounding, on the norm of what forming rounds beside Y
     */
    ProvedGap(
            ModelData data,
            boolean empty,
            double chain,
            int forming,
            double products,
            double lambda,
            double theta,
            double squares,
            double inner) {
        this.lambda = lambda;
        this.exactlyZero = data.maxAbs() == 0 && empty;
        double sums = Rounding.gamma(chain + 2);
        this.residualSquare = Rounding.up(squares * (1 + sums) / (1 - sums));
        double normY = Rounding.up(data.frobenius() * (1 + sums));
        this.pairing = Rounding.down(inner - Rounding.up(sums * Math.sqrt(residualSquare) * normY));
        double factors = Rounding.up(products * (1 + sums));
        this.formingError = Rounding.up(Rounding.gamma(forming) * (normY + factors));
        double residual = Math.sqrt(residualSquare) + formingError;
        double terms = Rounding.gamma(chain + forming + 2);
        double underflow = chain * forming * Double.MIN_VALUE;
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
