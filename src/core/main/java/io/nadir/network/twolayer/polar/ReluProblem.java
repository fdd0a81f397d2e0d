package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.check.Checks;

/**
 * The polar of a two-layer network with leaky rectifiers, φ(w, v) = σ(S·w)·vᵀ with σ(t) = max(t,
 * a·t), under θ = ½(‖w‖² + ‖v‖²) or ‖w‖‖v‖ (Haeffele &amp; Vidal 2017, eq. 10 and 26):
 *
 * <pre>ρ = max { ‖Zᵀσ(S·w)‖₂ : ‖w‖₂ ≤ 1 }.</pre>
 *
 * <p>A bias is a constant column of S and is regularized with the rest of w. One that θ leaves out
 * cannot be stated here: with it ρ is infinite unless Zᵀ1 = 0 exactly, which no residual computed
 * in floating point satisfies.
 *
 * @param inputs S, N×d; not copied, must not change
 * @param dual Z = −∇ℓ/λ, N×q; not copied, must not change
 * @param slope a, the slope for negative arguments, 0 to 1; 0 is the rectifier, 1 the identity
 */
public record ReluProblem(Panel inputs, Panel dual, double slope) {
    /**
     * Checks shapes and values: O(N·(d + q)).
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public ReluProblem {
        Checks.equal("dual.rows()", dual.rows(), "inputs.rows()", inputs.rows());
        if (!(slope >= 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope = " + slope + ", allowed are 0 to 1");
        }
        checkFinite("inputs", inputs);
        checkFinite("dual", dual);
    }

    private static void checkFinite(String name, Panel panel) {
        for (int i = 0; i < panel.rows(); i++) {
            for (int j = 0; j < panel.columns(); j++) {
                if (!Double.isFinite(panel.get(i, j))) {
                    throw new IllegalArgumentException(
                            "%s(%d, %d) = %s, allowed are finite numbers"
                                    .formatted(name, i, j, panel.get(i, j)));
                }
            }
        }
    }
}
