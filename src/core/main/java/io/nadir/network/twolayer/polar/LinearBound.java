package io.nadir.network.twolayer.polar;

import io.nadir.certify.bound.SmallSymmetric;
import io.nadir.kernel.Rounding;

/**
 * Upper bounds of ‖Y(w)‖ over the w of norm 1 in a {@link ConeGeometry}, Y the linear map with
 * given images y_k of the û_k.
 *
 * <ul>
 *   <li>Entrywise: if β²·u_j·u_k ≥ y_j·y_k for all j, k, then β²‖Σμ_k u_k‖² − ‖Σμ_k y_k‖² ≥ 0 for
 *       all μ ≥ 0. It errs by the square of the cone's width.
 *   <li>Spectral: σ_max of the map, which is exact if its top singular vector lies in the cone, and
 *       good for wide cones.
 * </ul>
 */
final class LinearBound {
    /** u_j·u_k below which an edge is too long for the entrywise bound. */
    private static final double LONG_EDGE = 0.25;

    private final int r;
    private final int q;
    private final double[] map;
    private final double[] gram;

    LinearBound(int r, int q) {
        this.r = r;
        this.q = q;
        this.map = new double[q * r];
        this.gram = new double[Math.min(q, r) * Math.min(q, r)];
    }

    /**
     * The smaller of the two; the second is computed only if the first exceeds {@code target}.
     *
     * @param y r×q, row k is y_k
     */
    double upper(ConeGeometry cone, double[] y, double target) {
        double first = entrywise(cone, y);
        return first <= target ? first : Math.min(first, spectral(cone, y));
    }

    /**
     * β² errs by 4γ_q·max‖y_k‖² in a numerator, by a share of 4·4γ_{r+4} in a denominator of ¼ or
     * more, and by γ_q(Σμ_k‖y_k‖)² ≤ r·γ_q·β² where a product that is not positive is left out.
     */
    private double entrywise(ConeGeometry cone, double[] y) {
        double square = 0;
        for (int j = 0; j < r; j++) {
            for (int k = 0; k <= j; k++) {
                double image = dot(y, j, y, k, q);
                double inner = cone.inner(j, k);
                if (image > 0 && inner < LONG_EDGE) {
                    return Double.POSITIVE_INFINITY;
                }
                square = image > 0 ? Math.max(square, image / inner) : square;
            }
        }
        return Rounding.up(Math.sqrt(square) * (1 + 64 * r * Rounding.gamma(q + r + 8.0)));
    }

    /**
     * With V ≈ U⁻ᵀ as computed, μ = V·w + (I − V·Ûᵀ)μ − V·(U − Û)ᵀμ, so ‖Yᵀμ‖ ≤ ‖YᵀV‖₂ + ‖Y‖_F(‖I −
     * V·Ûᵀ‖_F + γ_{r+4}√r‖V‖_F)·spread: nothing is assumed of V.
     */
    private double spectral(ConeGeometry cone, double[] y) {
        double[] v = cone.normals();
        if (v == null) {
            return Double.POSITIVE_INFINITY;
        }
        double residual = 0;
        for (int j = 0; j < r; j++) {
            for (int k = 0; k < r; k++) {
                double e = dot(v, j, cone.units(), k, r) - (j == k ? 1 : 0);
                residual += e * e;
            }
        }
        double normV = norm(v);
        double normY = norm(y);
        double rounding = 4 * Rounding.gamma(2.0 * r + 8) * Math.sqrt(r) * normV;
        double outside = normY * (Math.sqrt(residual) + rounding) * cone.spread();
        double product = Rounding.gamma(r) * normY * normV;
        return Rounding.up((spectralNorm(y, v) + outside + product) * (1 + 0x1p-40));
    }

    /** ‖YᵀV‖₂, rounding of the product itself left out. */
    private double spectralNorm(double[] y, double[] v) {
        double frobenius = 0;
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int k = 0; k < r; k++) {
                    sum += y[k * q + i] * v[k * r + j];
                }
                map[i * r + j] = sum;
                frobenius += sum * sum;
            }
        }
        boolean wide = q <= r;
        int n = wide ? q : r;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram[i * n + j] = wide ? dot(map, i, map, j, r) : columnDot(i, j);
            }
        }
        double error = 2 * Rounding.gamma(q + r) * frobenius;
        return Math.sqrt(SmallSymmetric.largest(gram, n) + error);
    }

    private double columnDot(int i, int j) {
        double sum = 0;
        for (int k = 0; k < q; k++) {
            sum += map[k * r + i] * map[k * r + j];
        }
        return sum;
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double e : x) {
            sum += e * e;
        }
        return Math.sqrt(sum);
    }

    private static double dot(double[] a, int i, double[] b, int j, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += a[i * length + k] * b[j * length + k];
        }
        return sum;
    }
}
