package io.nadir.landscape;

import io.nadir.array.Checks;
import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Linear regression of targets on inputs with coefficients Z of rank k at most, which minimises E‖y
 * − Z·x‖²: the global minimum of a linear network whose narrowest layer has width k (VZH 1.25):
 *
 * <pre>    Z = U·Vᵀ,     U = Q_(1:k),     V = Σ_xx⁺·Σ_xy·Q_(1:k)</pre>
 *
 * <p>If Σ_xx is singular, Z is one of the minimisers, with no part along inputs that never occur.
 * Ranks beyond that of Σ change nothing. Cost beyond the moments: singular value decompositions of
 * (n₀ + n₂) × n₀ and n₂ × n₀. Immutable and thread-safe.
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
     * Fits samples, m × n₀ and m × n₂, one sample a row.
     *
     * @param rank k, 1 or more
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
     * @param rank k, 1 or more
     * @throws IllegalArgumentException if {@code rank} is less than 1, or a coefficient exceeds
     *     float64
     */
    public static ReducedRankRegression fit(Covariances moments, int rank) {
        Objects.requireNonNull(moments, "moments");

        return LinearLandscape.of(moments).reducedRankRegression(rank);
    }

    /** k, or less if there are fewer inputs or targets. */
    public int rank() {
        return u.columns();
    }

    /** U, n₂ × k, orthonormal columns, row-major; a new array. */
    public double[] u() {
        return SmallMatrices.toArray(u);
    }

    /** V, n₀ × k, row-major; a new array. */
    public double[] v() {
        return SmallMatrices.toArray(v);
    }

    /** Z = U·Vᵀ, n₂ × n₀ and row-major; a new array. */
    public double[] coefficients() {
        return SmallMatrices.toArray(Panels.multiplyTransposed(u, v));
    }

    /** The least mean squared error per sample (VZH 1.14), the sum over all targets. */
    public double value() {
        return value;
    }

    /**
     * U·Vᵀ·x.
     *
     * @param x n₀ numbers
     * @return n₂ numbers
     * @throws IllegalArgumentException if {@code x} has another length
     */
    public double[] predict(double[] x) {
        Objects.requireNonNull(x, "x");

        Checks.equal("x.length", x.length, "inputs", v.rows());
        return SmallMatrices.times(u, SmallMatrices.transposedTimes(v, x));
    }

    /**
     * The same map as a network with balanced weights, W_(l+1)ᵀ·W_(l+1) = W_l·W_lᵀ.
     *
     * @param hidden n_1 to n_(L−1), at least one, none less than the rank
     * @throws IllegalArgumentException if a width is less
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
