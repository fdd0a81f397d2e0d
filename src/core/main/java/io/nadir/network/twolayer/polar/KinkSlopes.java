package io.nadir.network.twolayer.polar;

import org.jspecify.annotations.Nullable;

/**
 * Slopes θ_i in [a, 1] at which the open rows with z_i·v &lt; 0 are replaced by θ_i·s_i·w.
 *
 * <p>Any choice gives an upper bound of vᵀy(w), since σ(t) ≥ θt. The best one for a cone C = {w : V
 * w ≥ 0} solves the dual of maximizing that concave function over C and the unit ball,
 *
 * <pre>min ‖m + Σ p_iθ_i·s_i + Σ η_k·V_k‖ over θ in [a, 1], η ≥ 0,</pre>
 *
 * with p_i = z_i·v and m the other rows. A few rounds of coordinate descent.
 */
final class KinkSlopes {
    private static final int ROUNDS = 12;

    private final OpenRows rows;
    private final double slope;
    private final int r;

    KinkSlopes(OpenRows rows, double slope, int r) {
        this.rows = rows;
        this.slope = slope;
        this.r = r;
    }

    /**
     * Improves θ.
     *
     * @param p p_i, for each open row; θ is changed where it is negative
     * @param theta slopes of all open rows to start from
     * @param v the direction
     * @param normals V, r×r, or null for no cone
     */
    void improve(double[] p, double[] theta, double[] v, double @Nullable [] normals) {
        double[] rest = linear(p, theta, v);
        double[] eta = new double[r];
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < r && normals != null; k++) {
                facet(k, normals, eta, rest);
            }
            for (int c = 0; c < rows.count(); c++) {
                if (p[c] < 0) {
                    theta[c] = row(c, p[c], theta[c], rest);
                }
            }
        }
    }

    /** m + Σ p_iθ_i·s_i. */
    private double[] linear(double[] p, double[] theta, double[] v) {
        double[] sum = new double[r];
        double[] decided = rows.decided();
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < r; j++) {
                sum[j] += v[i] * decided[i * r + j];
            }
        }
        for (int c = 0; c < rows.count(); c++) {
            rows.addInput(c, p[c] * theta[c], sum);
        }
        return sum;
    }

    private void facet(int k, double[] normals, double[] eta, double[] rest) {
        double inner = 0;
        double square = 0;
        for (int j = 0; j < r; j++) {
            inner += rest[j] * normals[k * r + j];
            square += normals[k * r + j] * normals[k * r + j];
        }
        double next = Math.max(0, eta[k] - inner / square);
        for (int j = 0; j < r; j++) {
            rest[j] += (next - eta[k]) * normals[k * r + j];
        }
        eta[k] = next;
    }

    private double row(int c, double p, double theta, double[] rest) {
        double curvature = p * rows.inputSquare(c);
        double next = Math.clamp(theta - rows.inputInner(c, rest) / curvature, slope, 1);
        rows.addInput(c, p * (next - theta), rest);
        return next;
    }
}
