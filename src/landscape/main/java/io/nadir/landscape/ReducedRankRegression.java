package io.nadir.landscape;

import io.nadir.array.Panel;
import io.nadir.check.Checks;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Linear regression of targets y on inputs x with a coefficient matrix Z of rank at most k that
 * minimizes E‖y − Z·x‖². It is the global minimum of a linear network whose narrowest layer has
 * width k (Vidal, Zhu &amp; Haeffele, equation 1.25):
 *
 * <pre>    Z = U·Vᵀ,     U = Q_(1:k),     V = Σ_xx⁺·Σ_xy·Q_(1:k)</pre>
 *
 * <p>If Σ_xx is singular, Z is the minimizer that ignores inputs that never occur. A rank above
 * that of Σ changes nothing. Besides the moments, costs singular value decompositions of matrices
 * of (n₀ + n₂)×n₀ and n₂×n₀. Immutable and thread-safe.
 */
public final class ReducedRankRegression {
    private final Panel u;
    private final Panel v;
    private final double value;

    ReducedRankRegression(Panel u, Panel v, double value) {
        this.u = u;
        this.v = v;
        this.value = value;
    }

    /**
     * Fits samples.
     *
     * @param x the inputs, m×n₀, one sample per row
     * @param y the targets, m×n₂
     * @param rank k, at least 1
     * @throws IllegalArgumentException as {@link Covariances#of}, or if {@code rank} is less than
     *     1, or a coefficient exceeds float64
     */
    public static ReducedRankRegression fit(DenseMatrix x, DenseMatrix y, int rank) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");

        return fit(Covariances.of(x, y), rank);
    }

    /**
     * Fits second moments.
     *
     * @param moments the moments
     * @param rank k, at least 1
     * @throws IllegalArgumentException if {@code rank} is less than 1, or a coefficient exceeds
     *     float64
     */
    public static ReducedRankRegression fit(Covariances moments, int rank) {
        Objects.requireNonNull(moments, "moments");

        return LinearLandscape.of(moments).reducedRankRegression(rank);
    }

    /**
     * Returns the minimizing map of rank |J| that the selected eigenvectors, numbered from 0,
     * determine (equation 1.24).
     */
    static ReducedRankRegression ofEigenvectors(Whitening whitening, boolean[] wanted) {
        Panel u = Panels.selectColumns(whitening.eigenvectors(), wanted);
        Panel v =
                SmallMatrices.transposedTimes(
                        whitening.hInverse(), SmallMatrices.transposedTimes(whitening.target(), u));
        double rest = 0;
        int k = u.columns();
        for (int j = wanted.length - 1; j >= 0; j--) {
            if (wanted[j]) {
                unscale(whitening, v, --k, whitening.eigenvalue(j) == 0);
            } else {
                rest += whitening.eigenvalue(j);
            }
        }
        WhitenedNetwork.requireFinite(v);
        return new ReducedRankRegression(u, v, whitening.unscaled(whitening.residual() + rest));
    }

    /**
     * Converts column k of Σ_xx⁺·Σ_xy·Q to the units of the data; sets it to zero if λ = 0, because
     * it then consists of rounding errors.
     */
    private static void unscale(Whitening whitening, Panel v, int k, boolean zero) {
        for (int i = 0; i < v.rows(); i++) {
            int exponent = whitening.outputExponent() - whitening.inputExponent(i);
            v.set(i, k, zero ? 0 : Math.scalb(v.get(i, k), exponent));
        }
    }

    /** Returns k, or less if there are fewer inputs or targets. */
    public int rank() {
        return u.columns();
    }

    /** Returns U in a new array, n₂×k row-major; its columns are orthonormal. */
    public double[] u() {
        return SmallMatrices.toArray(u);
    }

    /** Returns V in a new array, n₀×k row-major. */
    public double[] v() {
        return SmallMatrices.toArray(v);
    }

    /** Returns Z = U·Vᵀ in a new array, n₂×n₀ row-major. */
    public double[] coefficients() {
        return SmallMatrices.toArray(Panels.multiplyTransposed(u, v));
    }

    /**
     * Returns the smallest mean squared error per sample, summed over all targets (Vidal, Zhu &amp;
     * Haeffele, equation 1.14).
     */
    public double value() {
        return value;
    }

    /**
     * Returns the prediction U·Vᵀ·x.
     *
     * @param x the n₀ inputs
     * @return the n₂ predicted targets
     * @throws IllegalArgumentException if {@code x} has another length
     */
    public double[] predict(double[] x) {
        Objects.requireNonNull(x, "x");

        Checks.equal("x.length", x.length, "inputs", v.rows());
        return SmallMatrices.times(u, SmallMatrices.transposedTimes(v, x));
    }

    /**
     * Returns the same map as a network with balanced weights, W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ.
     *
     * @param hidden the widths n_1 … n_(L−1), at least one, none less than the rank
     * @throws IllegalArgumentException if a width is less than the rank
     */
    public LinearNetwork toNetwork(int... hidden) {
        Objects.requireNonNull(hidden, "hidden");

        int[] widths = Arrays.copyOf(hidden, hidden.length + 1);
        widths[hidden.length] = u.rows();
        for (int l = 0; l < widths.length - 1; l++) {
            if (widths[l] < rank()) {
                throw new IllegalArgumentException(
                        "hidden["
                                + l
                                + "] = "
                                + widths[l]
                                + ", allowed are "
                                + rank()
                                + " and more");
            }
        }
        List<Panel> layers = new ArrayList<>(WhitenedNetwork.balanced(u, v, widths));
        return new LinearNetwork(layers);
    }

    @Override
    public String toString() {
        return "ReducedRankRegression of rank " + rank() + ", value " + value;
    }
}
