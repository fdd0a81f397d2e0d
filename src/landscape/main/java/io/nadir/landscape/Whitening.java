package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.kernel.SmallDense;

import java.util.List;

/**
 * The risk of a linear map Z of inputs to targets, reduced to its bare form. With Σ_xx = H·Hᵀ, H of
 * ρ = rank(Σ_xx) columns, and G = Σ_yx·(H⁺)ᵀ (Vidal, Zhu &amp; Haeffele, equation 1.13),
 *
 * <pre>    R(Z) = trace(Σ_yy − 2Σ_yx·Zᵀ + Z·Σ_xx·Zᵀ) = residual + ‖G − Z·H‖²
 * </pre>
 *
 * <p>so that G·Gᵀ = Σ = Σ_yx·Σ_xx⁺·Σ_xy = Q·Λ·Qᵀ, and R sees of a first layer W only W·H, which can
 * be any matrix. This is what makes a singular Σ_xx no different from an invertible one.
 *
 * <p>Everything is scaled: targets by 2^-{@link #outputExponent}, the input j by 2^-{@code
 * inputExponent(j)}. Immutable, its panels not to be modified.
 */
final class Whitening {
    private final Panel h;
    private final Panel hInverse;
    private final Panel target;
    private final Panel eigenvectors;
    private final double[] eigenvalues;
    private final double residual;
    private final int[] inputExponents;
    private final int outputExponent;

    /**
     * Singular values of the scaled inputs up to this much of the largest count as zero: what the
     * rounding of a triangle accumulated over many blocks may leave.
     */
    private static final double RANK_TOLERANCE = 1e-12;

    /** Relative rounding of singular values of G, for each target. */
    private static final double ROUNDING = 1e-15;

    Whitening(Covariances moments) {
        inputExponents = new int[moments.inputs()];
        Panel x = inputs(moments);
        outputExponent = outputExponent(moments);
        Panel y = outputs(moments);
        SmallDense.Svd svd = SmallDense.svd(x);
        double[] values = svd.values();
        int rank = values.length == 0 ? 0 : SmallMatrices.rank(values, RANK_TOLERANCE * values[0]);
        Panel p = Panels.leadingColumns(svd.u(), rank);
        h = Panels.leadingColumns(svd.v(), rank);
        Panel inverse = Panels.copy(h);
        double[] reciprocals = new double[rank];
        for (int i = 0; i < rank; i++) {
            reciprocals[i] = 1 / values[i];
        }
        Panels.scaleColumns(h, values);
        Panels.scaleColumns(inverse, reciprocals);
        hInverse = Panels.transposed(inverse);
        Panel explained = SmallMatrices.transposedTimes(p, y);
        residual =
                SmallMatrices.squares(
                        SmallMatrices.difference(y, SmallMatrices.times(p, explained)));
        SmallDense.Svd q = SmallDense.svd(SmallMatrices.tall(explained));
        target = Panels.transposed(explained);
        eigenvectors = q.v();
        eigenvalues = q.values();
        double noise = ROUNDING * eigenvalues.length * eigenvalues[0];
        for (int i = 0; i < eigenvalues.length; i++) {
            eigenvalues[i] = eigenvalues[i] <= noise ? 0 : eigenvalues[i] * eigenvalues[i];
        }
    }

    /** H, n₀ × ρ. */
    Panel h() {
        return h;
    }

    /** H⁺, ρ × n₀, a left inverse of H. */
    Panel hInverse() {
        return hInverse;
    }

    /** G, n₂ × ρ. */
    Panel target() {
        return target;
    }

    /** Q, n₂ × n₂. */
    Panel eigenvectors() {
        return eigenvectors;
    }

    /** Number of eigenvalues, n₂. */
    int outputs() {
        return eigenvalues.length;
    }

    /** λ_i, i from 0, descending. */
    double eigenvalue(int i) {
        return eigenvalues[i];
    }

    /** Σ λ_i over i ≥ {@code from}, small ones first. */
    double tail(int from) {
        double sum = 0;
        for (int i = eigenvalues.length - 1; i >= from; i--) {
            sum += eigenvalues[i];
        }
        return sum;
    }

    /** trace(Σ_yy) − trace(Σ): what no linear map explains. */
    double residual() {
        return residual;
    }

    /** trace(Σ_yy): the risk of Z = 0. */
    double variance() {
        return residual + tail(0);
    }

    /** R, scaled, of a network with these layers, the first times H. */
    double risk(List<Panel> layers) {
        Panel product = layers.getFirst();
        for (Panel layer : layers.subList(1, layers.size())) {
            product = SmallMatrices.times(layer, product);
        }
        return residual + SmallMatrices.squares(SmallMatrices.difference(target, product));
    }

    /** Exponent of two by which input j is scaled. */
    int inputExponent(int j) {
        return inputExponents[j];
    }

    /** Exponent of two by which the targets are scaled; the risk by twice as much. */
    int outputExponent() {
        return outputExponent;
    }

    /** A scaled risk in the units of the data. */
    double unscaled(double risk) {
        return Math.scalb(risk, 2 * outputExponent);
    }

    /** Each column is scaled for itself, which changes no risk, only what Z is called. */
    private Panel inputs(Covariances moments) {
        Panel factor = moments.factor();
        Panel x = Panel.zeros(factor.rows(), inputExponents.length);
        for (int j = 0; j < inputExponents.length; j++) {
            int exponent = exponent(Panels.columnNorm(factor, j));
            inputExponents[j] = moments.exponent(j) + exponent;
            copyColumn(factor, j, -exponent, x, j);
        }
        return x;
    }

    private static int outputExponent(Covariances moments) {
        int largest = Integer.MIN_VALUE;
        for (int j = moments.inputs(); j < moments.inputs() + moments.outputs(); j++) {
            double norm = Panels.columnNorm(moments.factor(), j);
            if (norm > 0) {
                largest = Math.max(largest, moments.exponent(j) + exponent(norm));
            }
        }
        return largest == Integer.MIN_VALUE ? 0 : largest;
    }

    private Panel outputs(Covariances moments) {
        Panel y = Panel.zeros(moments.factor().rows(), moments.outputs());
        for (int k = 0; k < y.columns(); k++) {
            int j = moments.inputs() + k;
            copyColumn(moments.factor(), j, moments.exponent(j) - outputExponent, y, k);
        }
        return y;
    }

    private static void copyColumn(Panel from, int j, int exponent, Panel to, int k) {
        for (int i = 0; i < from.rows(); i++) {
            to.set(i, k, Math.scalb(from.get(i, j), exponent));
        }
    }

    private static int exponent(double norm) {
        return norm == 0 ? 0 : Math.getExponent(norm);
    }
}
