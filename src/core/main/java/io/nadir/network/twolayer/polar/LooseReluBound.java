package io.nadir.network.twolayer.polar;

import io.nadir.array.Panel;
import io.nadir.certify.bound.SpectralNorm;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.Panels;
import io.nadir.kernel.Rounding;

/**
 * Upper bounds of max { ‖Zᵀσ(S·w)‖ : ‖w‖ ≤ 1 } from spectral norms, for every shape; every rounding
 * error is included.
 *
 * <p>σ(t) = ½((1 + a)t + (1 − a)|t|), so y(w) = ½(1 + a)·ZᵀS·w + ½(1 − a)·Zᵀ|S·w|, and ρ ≤ ½(1 +
 * a)‖ZᵀS‖₂ + ½(1 − a)·c with any c ≥ ‖Zᵀ|S·w|‖:
 *
 * <ul>
 *   <li>c = ‖D^{−½}Z‖₂·‖D^{½}S‖₂ for every diagonal D &gt; 0. Taken for D = I and for the D that
 *       makes the rows of both about equally long.
 *   <li>q = 1: Σz_i|t_i| ≤ Σ(z_i)₊|t_i| ≤ (Σ(z_i)₊·Σ(z_i)₊t_i²)^½, so c = max over z and −z of
 *       (Σ(z_i)₊)^½ · ‖diag((z)₊)^½·S‖₂.
 * </ul>
 */
final class LooseReluBound {
    private static final DenseKernels KERNELS = Kernels.get();

    private final ReluFunction f;
    private final Runnable checkpoint;

    private LooseReluBound(ReluFunction f, Runnable checkpoint) {
        this.f = f;
        this.checkpoint = checkpoint;
    }

    /** The smallest of these bounds: a few Gram matrices, N·(d² + q² + d·q) products each. */
    static double upper(ReluFunction f, Runnable checkpoint) {
        return new LooseReluBound(f, checkpoint).upper();
    }

    private double upper() {
        double linear = 0.5 * (1 + f.slope()) * linearNorm();
        double share = 0.5 * (1 - f.slope());
        double bound = share == 0 ? linear : linear + share * absoluteNorm();
        return Math.min(Rounding.up(bound), f.mass());
    }

    /** ‖ZᵀS‖₂; the product is off by at most γ_N·|Z|ᵀ|S|, of norm at most γ_N·K. */
    private double linearNorm() {
        Panel product = f.products().transposeMultiply(f.dual(), f.inputs());
        double underflow = f.rows() * (double) f.dimension() * f.outputs() * Double.MIN_NORMAL;
        return norm(product) + Rounding.up(Rounding.gamma(f.rows()) * f.mass()) + underflow;
    }

    /** c. */
    private double absoluteNorm() {
        double plain = norm(f.dual()) * norm(f.inputs());
        double c = Math.min(plain, balancedNorm());
        return f.outputs() == 1 ? Math.min(c, Math.max(oneSided(1), oneSided(-1))) : c;
    }

    private double balancedNorm() {
        int n = f.rows();
        double[] root = new double[n];
        double[] inverse = new double[n];
        for (int i = 0; i < n; i++) {
            double ratio = Math.sqrt(f.dualNorms()[i] / f.inputNorms()[i]);
            // Any power of two will do, and multiplies without rounding.
            root[i] = Math.scalb(1.0, Math.getExponent(ratio));
            inverse[i] = 1 / root[i];
        }
        double left = norm(scaledRows(f.dual(), inverse));
        return left * norm(scaledRows(f.inputs(), root));
    }

    private double oneSided(double sign) {
        int n = f.rows();
        double[] root = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double weight = Math.max(0, sign * f.dual().get(i, 0));
            root[i] = Math.sqrt(weight);
            sum += weight;
        }
        Panel scaled = scaledRows(f.inputs(), root);
        double margin = (1 + Rounding.gamma(n + 2.0)) * (1 + Rounding.gamma(4));
        // A root and a product round by 2u: γ_2 of the Frobenius norm.
        double norm = norm(scaled) + Rounding.gamma(4) * SpectralNorm.frobenius(scaled);
        return Rounding.up(Math.sqrt(sum) * margin * norm) + n * Double.MIN_NORMAL;
    }

    private double norm(Panel a) {
        return SpectralNorm.upper(a, f.products().scratch(), checkpoint);
    }

    private static Panel scaledRows(Panel a, double[] factors) {
        Panel scaled = Panels.copy(a);
        for (int i = 0; i < factors.length; i++) {
            KERNELS.scale(factors[i], scaled.data(), i * scaled.stride(), a.columns());
        }
        return scaled;
    }
}
